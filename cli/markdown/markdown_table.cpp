#include "markdown/markdown_table.hpp"

#include <algorithm>
#include <numeric>

#include "base/text/text.hpp"
#include "markdown/spans.hpp"

namespace anthropic::internal::cli {
namespace {

using CellSpans = std::vector<Span>;

constexpr std::size_t kColumnGap = 2;
constexpr std::size_t kNarrowestCell = 8;

/// The texts between the bars; a bar within code, or behind a backslash, is text.
std::vector<std::string> split_row(std::string_view row) {
  row = trim(row);
  if (row.starts_with('|')) row.remove_prefix(1);
  if (row.ends_with('|') && !row.ends_with("\\|")) row.remove_suffix(1);
  std::vector<std::string> cells(1);
  bool is_code = false;
  for (std::size_t at = 0; at < row.size(); ++at) {
    if (row[at] == '`') is_code = !is_code;
    if (row[at] == '|' && !is_code) {
      cells.emplace_back();
      continue;
    }
    const bool is_escaped_bar = row[at] == '\\' && at + 1 < row.size() && row[at + 1] == '|';
    if (is_escaped_bar) ++at;
    cells.back() += row[at];
  }
  for (std::string& cell : cells) cell = std::string(trim(cell));
  return cells;
}

std::vector<std::size_t> column_widths(const std::vector<std::vector<CellSpans>>& rows, std::size_t columns,
                                       std::size_t width) {
  std::vector<std::size_t> widths(columns, 1);
  for (const std::vector<CellSpans>& row : rows) {
    for (std::size_t column = 0; column < columns; ++column)
      widths[column] = std::max(widths[column], width_of(row[column]));
  }
  std::size_t total = std::accumulate(widths.begin(), widths.end(), kColumnGap * (columns - 1));
  while (total > width) {
    const auto widest = std::max_element(widths.begin(), widths.end());
    if (*widest <= kNarrowestCell) break;
    --*widest;
    --total;
  }
  return widths;
}

void append_row(const std::vector<CellSpans>& row, const std::vector<std::size_t>& widths, StyledText& out) {
  std::vector<std::vector<CellSpans>> cells;
  std::size_t height = 1;
  for (std::size_t column = 0; column < row.size(); ++column) {
    cells.push_back(wrapped_spans(row[column], widths[column]));
    height = std::max(height, cells.back().size());
  }
  for (std::size_t line = 0; line < height; ++line) {
    std::size_t missing = 0;  // blanks that are owed to the columns before
    for (std::size_t column = 0; column < cells.size(); ++column) {
      const CellSpans cell = line < cells[column].size() ? cells[column][line] : CellSpans();
      const std::size_t width = width_of(cell);
      if (width > 0) {
        out.plain(std::string(missing, ' '));
        append_spans(cell, out);
        missing = 0;
      }
      missing += widths[column] - std::min(width, widths[column]) + kColumnGap;
    }
    out.plain("\n");
  }
}

}  // namespace

bool begins_table(std::string_view line, std::string_view next) {
  next = trim(next);
  return trim(line).starts_with('|') && next.starts_with('|') && next.find('-') != std::string_view::npos &&
         next.find_first_not_of("|-: ") == std::string_view::npos;
}

StyledText markdown_table(const std::vector<std::string_view>& rows, const TextStyle& style) {
  const Marks marks = style.has_colour ? Marks::are_dropped : Marks::stay;
  const std::size_t columns = split_row(rows.at(0)).size();
  std::vector<std::vector<CellSpans>> cells;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    if (row == 1) continue;  // the dashes
    std::vector<std::string> texts = split_row(rows[row]);
    texts.resize(columns);
    std::vector<CellSpans>& out = cells.emplace_back();
    for (const std::string& text : texts) out.push_back(read_spans(text, marks));
  }
  for (CellSpans& heading : cells[0]) {
    for (Span& span : heading) span.style = SpanStyle::bold;
  }
  const std::vector<std::size_t> widths = column_widths(cells, columns, style.width);
  StyledText out(style.has_colour);
  append_row(cells[0], widths, out);
  std::string line;
  for (const std::size_t width : widths) {
    if (!line.empty()) line.append(kColumnGap, ' ');
    for (std::size_t i = 0; i < width; ++i) line += style.has_blocks ? "─" : "-";
  }
  out.faint(line).plain("\n");
  for (std::size_t row = 1; row < cells.size(); ++row) append_row(cells[row], widths, out);
  return out;
}

}  // namespace anthropic::internal::cli
