#pragma once

#include <array>
#include <string>
#include <string_view>

namespace anthropic {

using Sha256 = std::array<unsigned char, 32>;

/// Thread-safe and free of allocation after a thread's first call.
Sha256 sha256(std::string_view bytes);
Sha256 hmac_sha256(std::string_view key, std::string_view bytes);
std::string sha256_hex(std::string_view bytes);
inline std::string_view as_bytes(const Sha256& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

}  // namespace anthropic
