#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace anthropic::internal {

/// A sum of money or of usage, exact to 18 digits after the point; what AWS writes beyond is left out. It holds
/// up to ten to the twentieth.
class Decimal {
 public:
  Decimal() = default;

  /// "12", "-0.50" or "1.2E-7"; empty if it is no number, or too large.
  static std::optional<Decimal> parse(std::string_view text);
  /// The same, and 0 where that is empty.
  static Decimal of(std::string_view text) { return parse(text).value_or(Decimal()); }

  Decimal& operator+=(Decimal other);
  /// Ten times as much, so many times.
  Decimal times_ten(int times) const;

  /// All of its digits: "12", "-0.5".
  std::string text() const;
  /// So many digits after the point, rounded half away from zero: "12.00".
  std::string text(int digits) const;
  double value() const;

  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 sees a 0 in what the compiler writes
  friend auto operator<=>(const Decimal&, const Decimal&) = default;

 private:
  __extension__ using Units = __int128;  // of 1e-18
  explicit Decimal(Units units) : units_(units) {}

  Units units_ = 0;
};

}  // namespace anthropic::internal
