#pragma once

#include <cstddef>
#include <string_view>
#include <variant>
#include <vector>

#include <anthropic/json.hpp>

#include "local/server/refusal.hpp"

namespace anthropic::internal::local {

/// Which items of a list a request asks for with `maxResults` and `nextToken`.
struct Page {
  std::size_t begin = 0;
  std::size_t end = 0;
};
std::variant<Page, Refusal> page_of(std::string_view query, std::size_t size);

/// {"NAME": the items of that page, "nextToken": … if there are more}
std::variant<Json, Refusal> paged_answer(const char* name, std::vector<Json> items, std::string_view query);

}  // namespace anthropic::internal::local
