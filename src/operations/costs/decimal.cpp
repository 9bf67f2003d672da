#include "operations/costs/decimal.hpp"

#include <algorithm>

#include "base/text/text.hpp"

namespace anthropic::internal {
namespace {

constexpr int kDigits = 18;
constexpr int kMostDigits = 37;  // what 128 bits hold, less one

}  // namespace

std::optional<Decimal> Decimal::parse(std::string_view text) {
  const bool is_negative = text.starts_with('-');
  if (is_negative || text.starts_with('+')) text.remove_prefix(1);
  long long exponent = 0;
  if (const std::size_t at = text.find_first_of("eE"); at != std::string_view::npos) {
    std::string_view power = text.substr(at + 1);
    if (power.starts_with('+')) power.remove_prefix(1);
    const auto number = parse_integer(power);
    if (!number || *number < -1000 || *number > 1000) return std::nullopt;
    exponent = *number;
    text = text.substr(0, at);
  }
  std::string digits;
  std::optional<std::size_t> point;
  for (const char c : text) {
    if (c == '.' && !point) {
      point = digits.size();
    } else if (is_digit(c)) {
      digits += c;
    } else {
      return std::nullopt;
    }
  }
  if (digits.empty()) return std::nullopt;
  // How many of the digits, with zeros behind them, make units.
  const long long kept = static_cast<long long>(point.value_or(digits.size())) + exponent + kDigits;
  Units units = 0;
  int significant = 0;
  for (long long i = 0; i < kept; ++i) {
    const char digit = i < static_cast<long long>(digits.size()) ? digits[static_cast<std::size_t>(i)] : '0';
    if (digit != '0' || significant > 0) ++significant;
    if (significant > kMostDigits) return std::nullopt;
    units = units * 10 + (digit - '0');
  }
  return Decimal(is_negative ? -units : units);
}

Decimal& Decimal::operator+=(Decimal other) {
  units_ += other.units_;
  return *this;
}

Decimal Decimal::times_ten(int times) const {
  Units units = units_;
  for (int i = 0; i < times; ++i) units *= 10;
  return Decimal(units);
}

std::string Decimal::text() const {
  std::string whole = text(kDigits);
  whole.erase(whole.find_last_not_of('0') + 1);
  if (whole.ends_with('.')) whole.pop_back();
  return whole;
}

std::string Decimal::text(int digits) const {
  Units units = units_ < 0 ? -units_ : units_;
  Units last = 1;
  for (int i = digits; i < kDigits; ++i) last *= 10;
  units = (units + last / 2) / last;
  const bool is_negative = units_ < 0 && units != 0;
  std::string text;
  for (; units != 0; units /= 10) text += static_cast<char>('0' + static_cast<int>(units % 10));
  const auto places = static_cast<std::size_t>(digits);
  if (text.size() <= places) text.append(places + 1 - text.size(), '0');
  if (places > 0) text.insert(places, 1, '.');
  if (is_negative) text += '-';
  std::reverse(text.begin(), text.end());
  return text;
}

double Decimal::value() const {
  return static_cast<double>(units_) / 1e18;
}

}  // namespace anthropic::internal
