#pragma once

#include <string_view>
#include <variant>

#include <anthropic/json.hpp>

#include "local/refusal.hpp"
#include "local/route.hpp"

namespace anthropic::local {

/// Bedrock's lists of models and inference profiles, from the catalogue, for the models that are not retired.
std::variant<Json, Refusal> answer_control_plane(const Route& route, std::string_view region);

}  // namespace anthropic::local
