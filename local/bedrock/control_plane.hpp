#pragma once

#include <cstddef>
#include <string_view>
#include <variant>

#include <anthropic/json.hpp>

#include "local/bedrock/route.hpp"
#include "local/server/refusal.hpp"

namespace anthropic::internal::local {

/// The account that everything here belongs to.
inline constexpr std::string_view kAccount = "123456789012";

/// Which items of a list a request asks for with `maxResults` and `nextToken`.
struct Page {
  std::size_t begin = 0;
  std::size_t end = 0;
};
std::variant<Page, Refusal> page_of(std::string_view query, std::size_t size);

/// Bedrock's lists of models and inference profiles, from the catalogue, for the models that are not retired.
std::variant<Json, Refusal> answer_control_plane(const Route& route, std::string_view region);

}  // namespace anthropic::internal::local
