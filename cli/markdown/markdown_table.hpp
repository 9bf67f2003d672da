#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "charts/text_style.hpp"
#include "terminal/styled_text.hpp"

namespace anthropic::internal::cli {

/// Whether the lines begin a table: a row, and below it the row of dashes.
bool begins_table(std::string_view line, std::string_view next);

/// The rows of a table, each a line of Markdown, the headings and the dashes first. Cells that are too wide go on in
/// the next line of their column.
StyledText markdown_table(const std::vector<std::string_view>& rows, const TextStyle& style);

}  // namespace anthropic::internal::cli
