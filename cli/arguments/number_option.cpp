#include "arguments/number_option.hpp"

#include <charconv>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>

#include "base/text/text.hpp"

namespace anthropic::cli {
namespace {

std::optional<double> parse_decimal(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return std::isfinite(number) ? std::optional(number) : std::nullopt;
}

/// The shortest text that brings the number back.
std::string in_digits(double number) {
  char digits[32];
  return {digits, std::to_chars(digits, digits + sizeof digits, number).ptr};
}

/// A bound, as people write it.
std::string without_exponent(double number) {
  char digits[32];
  return {digits, std::to_chars(digits, digits + sizeof digits, number, std::chars_format::fixed).ptr};
}

}  // namespace

// What follows in CLI11 reads a number that begins with 0 as octal, so it gets one that does not.

::CLI::Validator whole_number_in(std::int64_t least, std::int64_t most) {
  const auto read = [least, most](std::string& text) -> std::string {
    const auto number = parse_integer(text);
    if (!number || *number < least || *number > most)
      return "\"" + text + "\" is not a whole number from " + std::to_string(least) + " to " +
             std::to_string(most);
    text = std::to_string(*number);
    return {};
  };
  return {read, ""};
}

::CLI::Validator number_in(double least, double most) {
  const auto read = [least, most](std::string& text) -> std::string {
    const auto number = parse_decimal(text);
    if (!number || *number < least || *number > most)
      return "\"" + text + "\" is not a number from " + without_exponent(least) + " to " +
             without_exponent(most);
    text = in_digits(*number);
    return {};
  };
  return {read, ""};
}

}  // namespace anthropic::cli
