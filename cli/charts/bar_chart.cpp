#include "charts/bar_chart.hpp"

#include <algorithm>
#include <cmath>

#include "charts/figures.hpp"
#include "terminal/width.hpp"
#include "text/text.hpp"

namespace anthropic::internal::cli {
namespace {

constexpr std::size_t kShortestBar = 8;
constexpr std::size_t kLeastLabel = 8;

/// In eighths of a character with blocks, else in whole ones; never nothing for more than nothing.
std::string bar_of(double share, std::size_t width, bool has_blocks) {
  if (!(share > 0)) return "";
  constexpr std::string_view kEighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  const double length = share * static_cast<double>(width);
  if (!has_blocks) return std::string(std::max<std::size_t>(1, std::lround(length)), '#');
  const auto eighths = std::max<std::size_t>(1, std::lround(length * 8));
  std::string bar;
  for (std::size_t full = 0; full < eighths / 8; ++full) bar += "█";
  return bar.append(kEighths[eighths % 8]);
}

}  // namespace

StyledText bar_chart(const std::vector<Bar>& bars, Unit unit, const TextStyle& style) {
  std::size_t label_width = 0;
  std::size_t figure_width = 0;
  std::size_t note_width = 0;
  double largest = 0;
  for (const Bar& bar : bars) {
    label_width = std::max(label_width, display_width(on_one_line(bar.label)));
    figure_width = std::max(figure_width, figure_text(bar.value, unit).size());
    if (!bar.note.empty()) note_width = std::max(note_width, 1 + display_width(on_one_line(bar.note)));
    if (std::isfinite(bar.value)) largest = std::max(largest, bar.value);
  }
  // Two blanks around the bar, and the last column stays free.
  const std::size_t taken = figure_width + note_width + 5;
  const std::size_t left = style.width > taken ? style.width - taken : 0;
  const std::size_t most = left > kShortestBar + kLeastLabel ? left - kShortestBar : kLeastLabel;
  label_width = std::min(label_width, most);
  const std::size_t bar_width = left > label_width + kShortestBar ? left - label_width : kShortestBar;

  StyledText text(style.has_colour);
  for (const Bar& bar : bars) {
    const std::string label = fit_to_width(on_one_line(bar.label), label_width, style.has_blocks ? "…" : "~");
    const std::string drawn = bar_of(largest > 0 ? bar.value / largest : 0, bar_width, style.has_blocks);
    text.plain(pad_right(label, label_width) + "  ");
    if (!drawn.empty()) bar.is_alarming ? text.red(drawn) : text.blue(drawn);
    text.plain(std::string(bar_width - display_width(drawn) + 2, ' '));
    text.plain(pad_left(figure_text(bar.value, unit), figure_width));
    if (!bar.note.empty()) text.plain(" " + on_one_line(bar.note));
    text.plain("\n");
  }
  return text;
}

}  // namespace anthropic::internal::cli
