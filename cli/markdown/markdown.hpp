#pragma once

#include <string_view>

#include "charts/text_style.hpp"
#include "terminal/styled_text.hpp"

namespace anthropic::internal::cli {

/// Markdown for who reads at a terminal, wrapped at its width: headings, paragraphs, lists, quotes, tables, fenced
/// code, emphasis and links. Where there are no colours the marks stay, so that code and headings can still be told
/// from text. A blank line stands between blocks and none around all; the last line has its end.
StyledText markdown_text(std::string_view markdown, const TextStyle& style);

}  // namespace anthropic::internal::cli
