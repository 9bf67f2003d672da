#pragma once

#include <string_view>

#include <anthropic/json.hpp>

namespace anthropic::internal {

/// The value that a JSON text begins, as far as it can be known: open arrays and objects are closed, and what
/// is at the end and may go on (a string, a number, a name without its value) is left out. What stands behind
/// a mistake is ignored. Null if nothing is known yet. Takes time linear in the text's length.
Json parse_partial_json(std::string_view text);

}  // namespace anthropic::internal
