#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace anthropic::internal {

std::string_view trim(std::string_view text);
std::string ascii_lower(std::string_view text);
std::string ascii_upper(std::string_view text);
/// Of ASCII, whatever the locale.
constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c);
}
/// At least one, and nothing else.
bool is_digits(std::string_view text);
bool iequals(std::string_view a, std::string_view b);
/// Nothing is escaped. Not called quoted: std::quoted would be found, too.
std::string in_quotes(std::string_view text);
/// "a, b, c"
template <class Texts>
std::string joined(const Texts& texts, std::string_view between = ", ") {
  std::string out;
  for (const auto& text : texts) {
    if (!out.empty()) out += between;
    out += text;
  }
  return out;
}
/// Whether `part` is in `text`, in upper or lower case.
bool icontains(std::string_view text, std::string_view part);
/// Whether there is a line break, a tab, a NUL or the like: what no header can hold.
bool holds_a_control_character(std::string_view text);

/// Whether a key or token can be sent in a header: printable ASCII without white space.
bool fits_in_a_header(std::string_view text);
/// Why a key or token from `place` cannot be sent; empty if it can. Never quotes it.
std::optional<std::string> problem_in_header(std::string_view text, std::string_view place);

/// A whole number, nothing around it.
std::optional<long long> parse_integer(std::string_view text);

}  // namespace anthropic::internal
