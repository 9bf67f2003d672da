#pragma once

#include <string>
#include <string_view>

namespace anthropic::internal::cli {

/// Anybody's text as the text of an HTML page, or the value of an attribute in double quotes: nothing in it is
/// markup, and nothing deceives who reads it (on_one_line()).
std::string html_text(std::string_view text);
/// The same of lines, which stay lines in a <pre>.
std::string html_lines(std::string_view text);

}  // namespace anthropic::internal::cli
