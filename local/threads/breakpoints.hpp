#pragma once

#include <anthropic/json.hpp>

namespace anthropic::internal::local {

/// Messages, or a list of blocks or tools, without `cache_control`: where breakpoints are changes no prompt.
Json without_breakpoints(const Json& value);

}  // namespace anthropic::internal::local
