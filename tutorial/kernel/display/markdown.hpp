#pragma once

#include <string>
#include <string_view>

namespace anthropic::internal::kernel {

/// Markdown that someone else wrote, for a page: what looks like HTML is shown as it is written, "<answer>" as well as
/// "<script>", and "$5" is no formula. Code stays as it is.
std::string safe_markdown(std::string_view markdown);

/// A text of one line as Markdown that shows it as it is.
std::string markdown_text(std::string_view text);

/// The text as code within a line.
std::string code_span(std::string_view text);

/// The text as a block of code, which nothing in it ends.
std::string code_block(std::string_view text, std::string_view language = "text");

}  // namespace anthropic::internal::kernel
