#include "charts/sparkline.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>
#include <vector>

namespace anthropic::internal::cli {
namespace {

constexpr std::size_t kLevels = 8;
constexpr std::string_view kBlocks[kLevels] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
constexpr std::string_view kAscii[kLevels] = {"_", ".", "-", "=", "+", "*", "#", "@"};

double largest_of(std::span<const double> values) {
  double largest = std::numeric_limits<double>::quiet_NaN();
  for (const double value : values) {
    if (std::isfinite(value)) largest = std::fmax(largest, value);
  }
  return largest;
}

std::vector<double> fitted(std::span<const double> values, std::size_t width) {
  std::vector<double> out;
  for (std::size_t column = 0; column < width; ++column) {
    const std::size_t begin = column * values.size() / width;
    const std::size_t end = (column + 1) * values.size() / width;
    out.push_back(largest_of(values.subspan(begin, end - begin)));
  }
  return out;
}

}  // namespace

std::string sparkline(std::span<const double> values, const TextStyle& style) {
  const std::vector<double> shown = fitted(values, std::min(values.size(), style.width));
  double least = 0;  // heights are told from zero, as those of bars are
  double most = 0;
  for (const double value : shown) {
    if (!std::isfinite(value)) continue;
    least = std::min(least, value);
    most = std::max(most, value);
  }
  std::string line;
  for (const double value : shown) {
    if (!std::isfinite(value)) {
      line += ' ';
      continue;
    }
    const double share = most > least ? (value - least) / (most - least) : 0;
    const auto level = static_cast<std::size_t>(std::lround(share * (kLevels - 1)));
    line += style.has_blocks ? kBlocks[level] : kAscii[level];
  }
  return line;
}

}  // namespace anthropic::internal::cli
