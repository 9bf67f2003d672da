#pragma once

#include <string_view>

namespace anthropic::internal::profile_file {

/// A line of a profile file without its comment. One begins at a '#' or ';' behind white space, so that
/// "pass;word" is a value; within quotes that are closed again there is none, so that a command keeps
/// `"team #1"`.
std::string_view without_comment(std::string_view line);

}  // namespace anthropic::internal::profile_file
