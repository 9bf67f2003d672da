#pragma once

#include <string>
#include <string_view>

#include <anthropic/json.hpp>

namespace anthropic::cli {

/// JSON as it is printed: it says the same, and what a terminal would obey or a reader could not see
/// (is_control(), is_unseen()) is written as \uXXXX.
std::string json_text(const Json& json);
/// The same of text that is JSON already.
std::string escaped_json(std::string_view json);

/// The same on a line of its own.
std::string json_line(const Json& json);

}  // namespace anthropic::cli
