#pragma once

#include <string>
#include <string_view>

#include <anthropic/json.hpp>

namespace anthropic::internal::cli {

/// What becomes of is_uncommon_space().
enum class UncommonSpaces { stay, are_escaped };

/// JSON as it is printed: it says the same, and what a terminal would obey or a reader could not see
/// (is_control(), is_unseen()) is written as \uXXXX.
std::string json_text(const Json& json, UncommonSpaces spaces = UncommonSpaces::stay);
/// The same of text that is JSON already.
std::string escaped_json(std::string_view json, UncommonSpaces spaces = UncommonSpaces::stay);

/// The same on a line of its own.
std::string json_line(const Json& json);

}  // namespace anthropic::internal::cli
