#pragma once

#include <charconv>
#include <string>
#include <string_view>

#include "base/public_names.hpp"

namespace anthropic::internal::testing {

/// The bytes of a test vector, which is known to be hexadecimal.
inline std::string from_hex(std::string_view text) {
  std::string out(text.size() / 2, '\0');
  for (std::size_t i = 0; i < out.size(); ++i) {
    unsigned char byte = 0;
    std::from_chars(text.data() + 2 * i, text.data() + 2 * i + 2, byte, 16);
    out[i] = static_cast<char>(byte);
  }
  return out;
}

}  // namespace anthropic::internal::testing
