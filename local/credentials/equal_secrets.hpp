#pragma once

#include <cstddef>
#include <string_view>

namespace anthropic::internal::local {

/// Takes as long for a wrong answer as for the right one.
inline bool equal_secrets(std::string_view a, std::string_view b) {
  unsigned char difference = a.size() == b.size() ? 0 : 1;
  for (std::size_t i = 0; i < a.size() && i < b.size(); ++i)
    difference = static_cast<unsigned char>(difference | (a[i] ^ b[i]));
  return difference == 0;
}

}  // namespace anthropic::internal::local
