#include "charts/figures.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>

namespace anthropic::internal::cli {
namespace {

constexpr int kMostDecimals = 6;

int decimals_of(double largest, Unit unit) {
  if (unit == Unit::milliseconds) return 0;
  if (unit == Unit::percent) return 1;
  if (largest >= 1 || largest == 0) return 2;
  // Two digits that say something.
  return std::min(kMostDecimals, 1 - static_cast<int>(std::floor(std::log10(largest))));
}

bool is_whole(double value) {
  return std::isnan(value) || value == std::floor(value);
}

}  // namespace

std::string_view unit_sign(Unit unit) {
  switch (unit) {
    case Unit::count:
      return "";
    case Unit::dollars:
      return "US$";
    case Unit::milliseconds:
      return "ms";
    case Unit::seconds:
      return "s";
    case Unit::percent:
      return "%";
  }
  return "";
}

int decimals_for(std::span<const double> values, Unit unit) {
  if (unit == Unit::count && std::all_of(values.begin(), values.end(), is_whole)) return 0;
  double largest = 0;
  for (const double value : values) {
    if (std::isfinite(value)) largest = std::max(largest, std::abs(value));
  }
  return decimals_of(largest, unit);
}

std::string plain_figure(double value, int decimals) {
  constexpr double kLargestGrouped = 1e15;
  if (!std::isfinite(value)) return "";
  const bool is_grouped = std::abs(value) < kLargestGrouped;
  char digits[64];
  const auto [end, error] =
      is_grouped ? std::to_chars(digits, std::end(digits), value, std::chars_format::fixed, decimals)
                 : std::to_chars(digits, std::end(digits), value);
  std::string text(digits, end);
  if (text.find_first_not_of("-0.") == std::string::npos) text.erase(0, text.find_first_not_of('-'));
  if (!is_grouped) return text;
  const std::size_t first = text.starts_with('-') ? 1 : 0;
  for (std::size_t at = std::min(text.find('.'), text.size()); at > first + 3;) text.insert(at -= 3, 1, ',');
  return text;
}

std::string figure_text(double value, Unit unit) {
  if (!std::isfinite(value)) return "-";
  const std::string figure = plain_figure(std::abs(value), decimals_for({&value, 1}, unit));
  const std::string sign = value < 0 ? "-" : "";
  if (unit == Unit::dollars) return sign + "$" + figure;
  if (unit == Unit::count) return sign + figure;
  return (sign + figure + " ").append(unit_sign(unit));
}

}  // namespace anthropic::internal::cli
