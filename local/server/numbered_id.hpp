#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace anthropic::internal::local {

/// "msg_000000000007" of "msg_" and 7.
inline std::string numbered_id(std::string_view prefix, std::uint64_t number) {
  std::string digits = std::to_string(number);
  if (digits.size() < 12) digits.insert(0, 12 - digits.size(), '0');
  return std::string(prefix) + digits;
}

}  // namespace anthropic::internal::local
