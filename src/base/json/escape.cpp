#include "base/json/escape.hpp"

namespace anthropic::internal {

std::optional<unsigned> json_escaped_unit(std::string_view json) {
  if (json.size() < kJsonEscapeLength || !json.starts_with("\\u")) return std::nullopt;
  unsigned unit = 0;
  for (const char c : json.substr(2, 4)) {
    const bool is_digit = c >= '0' && c <= '9';
    const char lower = static_cast<char>(c | 0x20);
    if (!is_digit && (lower < 'a' || lower > 'f')) return std::nullopt;
    unit = unit * 16 + static_cast<unsigned>(is_digit ? c - '0' : lower - 'a' + 10);
  }
  return unit;
}

}  // namespace anthropic::internal
