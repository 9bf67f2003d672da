#pragma once

#include "charts/table.hpp"
#include "charts/text_style.hpp"
#include "terminal/styled_text.hpp"

namespace anthropic::internal::cli {

/// The headings, in bold, and a line for each row. On a terminal that is too narrow the widest columns of
/// text are cut; numbers never are.
StyledText text_table(const Table& table, const TextStyle& style);

}  // namespace anthropic::internal::cli
