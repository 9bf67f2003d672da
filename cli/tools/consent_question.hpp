#pragma once

#include <string>
#include <string_view>

#include <anthropic/json.hpp>

#include "tools/tool_file.hpp"

namespace anthropic::internal::cli {

/// What a person reads before a command runs, without a line's end: the command on lines of its own, and
/// below it the input, on one line:
///
///     weather would run
///       curl …
///     with the input {"city":"Prague"}
///
/// Both are what runs, byte for byte. Where a command holds what is not seen, or what is no space but looks
/// like one, the first line says that it is shown with escapes, and it is: "\r", "\x1b", "\u202e", a
/// backslash as "\\".
std::string consent_question(const CommandTool& tool, const Json& input);

/// The input as the command gets it, and as the question shows it.
std::string command_input(const Json& input);

}  // namespace anthropic::internal::cli
