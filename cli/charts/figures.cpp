#include "charts/figures.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "text/text.hpp"

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
  char digits[64];
  if (std::abs(value) >= kLargestGrouped) {
    std::snprintf(digits, sizeof digits, "%.6g", value);
    return digits;
  }
  std::snprintf(digits, sizeof digits, "%.*f", decimals, std::abs(value));
  const std::string_view text = digits;
  const std::string_view fraction = text.substr(std::min(text.find('.'), text.size()));
  const bool is_zero = text.find_first_not_of("0.") == std::string_view::npos;
  const std::string whole = with_thousands(static_cast<long long>(std::atoll(digits)));
  return (value < 0 && !is_zero ? "-" : "") + whole + std::string(fraction);
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
