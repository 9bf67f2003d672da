#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace anthropic::internal {

constexpr std::size_t kJsonEscapeLength = 6;  // \uHHHH

/// The code unit of UTF-16 that an escape such as \u00e9 at the front of JSON text stands for; empty if there
/// is none.
std::optional<unsigned> json_escaped_unit(std::string_view json);

/// Characters beyond U+FFFF take two units: a first half and a second one behind it.
inline bool is_first_half(std::optional<unsigned> unit) {
  return unit && *unit >= 0xD800 && *unit <= 0xDBFF;
}
inline bool is_second_half(std::optional<unsigned> unit) {
  return unit && *unit >= 0xDC00 && *unit <= 0xDFFF;
}

}  // namespace anthropic::internal
