#pragma once

#include <optional>
#include <string>

#include "prompt/line_editor.hpp"

namespace anthropic::internal::cli {

/// Has a text changed line by line: each stands in the line editor, then come new ones, until a line holds only a
/// point or the input ends. A line that was emptied is gone. Nothing if it was given up, with Ctrl-C.
std::optional<std::string> edit_lines(LineSource& lines, const std::string& text);

}  // namespace anthropic::internal::cli
