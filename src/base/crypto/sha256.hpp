#pragma once

#include <array>
#include <functional>
#include <string>
#include <string_view>

#include <anthropic/result.hpp>

namespace anthropic::internal {

using Sha256 = std::array<unsigned char, 32>;

/// Thread-safe and free of allocation after a thread's first call.
Sha256 sha256(std::string_view bytes);
Sha256 hmac_sha256(std::string_view key, std::string_view bytes);
std::string sha256_hex(std::string_view bytes);
/// Of all pieces that `next` gives, until an empty one. Fails as it does.
Result<std::string> sha256_hex(const std::function<Result<std::string_view>()>& next);
inline std::string_view as_bytes(const Sha256& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

}  // namespace anthropic::internal
