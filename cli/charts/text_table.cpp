#include "charts/text_table.hpp"

#include <algorithm>
#include <numeric>

#include "terminal/width.hpp"
#include "text/text.hpp"

namespace anthropic::internal::cli {
namespace {

constexpr std::size_t kGap = 2;
constexpr std::size_t kNarrowest = 6;

using Row = std::vector<std::string>;

std::vector<std::size_t> widths_of(const std::vector<Row>& rows, std::size_t columns) {
  std::vector<std::size_t> widths(columns);
  for (const Row& row : rows) {
    for (std::size_t column = 0; column < columns; ++column)
      widths[column] = std::max(widths[column], display_width(row[column]));
  }
  return widths;
}

/// Takes from the widest column of text until the line fits, or no column can give more.
void narrow(std::vector<std::size_t>& widths, const std::vector<Column>& columns, std::size_t width) {
  std::size_t total = std::accumulate(widths.begin(), widths.end(), kGap * (widths.size() - 1));
  while (total > width) {
    std::size_t widest = widths.size();
    for (std::size_t column = 0; column < widths.size(); ++column) {
      if (columns[column].is_number || widths[column] <= kNarrowest) continue;
      if (widest == widths.size() || widths[column] > widths[widest]) widest = column;
    }
    if (widest == widths.size()) return;
    --widths[widest];
    --total;
  }
}

std::string line_of(const Row& row, const std::vector<Column>& columns,
                    const std::vector<std::size_t>& widths, std::string_view mark) {
  std::string line;
  for (std::size_t column = 0; column < columns.size(); ++column) {
    if (column > 0) line.append(kGap, ' ');
    const std::string cell = fit_to_width(row[column], widths[column], mark);
    line += columns[column].is_number ? pad_left(cell, widths[column]) : pad_right(cell, widths[column]);
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

}  // namespace

StyledText text_table(const Table& table, const TextStyle& style) {
  StyledText text(style.has_colour);
  if (table.columns.empty()) return text;
  std::vector<Row> rows(1);
  for (const Column& column : table.columns) rows[0].push_back(on_one_line(column.heading));
  for (const Row& row : table.rows) {
    Row& cells = rows.emplace_back();
    for (const std::string& cell : row) cells.push_back(on_one_line(cell));
    cells.resize(table.columns.size());
  }
  std::vector<std::size_t> widths = widths_of(rows, table.columns.size());
  if (style.is_cut) narrow(widths, table.columns, style.width);
  const std::string_view mark = style.has_blocks ? "…" : "~";
  text.bold(line_of(rows[0], table.columns, widths, mark)).plain("\n");
  for (std::size_t row = 1; row < rows.size(); ++row)
    text.plain(line_of(rows[row], table.columns, widths, mark) + "\n");
  return text;
}

}  // namespace anthropic::internal::cli
