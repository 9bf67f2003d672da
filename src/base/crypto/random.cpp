#include "base/crypto/random.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <unistd.h>

#include "base/crypto/encoding.hpp"

namespace anthropic::internal {

namespace {

using UuidBytes = std::array<char, 16>;

std::string write_uuid(UuidBytes bytes) {
  bytes[6] = static_cast<char>((bytes[6] & 0x0f) | 0x40);
  bytes[8] = static_cast<char>((bytes[8] & 0x3f) | 0x80);
  std::string text = hex_encode({bytes.data(), bytes.size()});
  for (const std::size_t dash : {8u, 13u, 18u, 23u}) text.insert(dash, 1, '-');
  return text;
}

}  // namespace

std::string Random::uuid() {
  UuidBytes bytes;
  for (std::size_t i = 0; i < bytes.size(); i += 4) {
    const auto bits = static_cast<std::uint32_t>(std::min(uniform() * 4294967296.0, 4294967295.0));
    for (std::size_t j = 0; j < 4; ++j) bytes[i + j] = static_cast<char>(bits >> (8 * j));
  }
  return write_uuid(bytes);
}

std::string RealRandom::uuid() {
  UuidBytes bytes;
  if (::getentropy(bytes.data(), bytes.size()) != 0) return Random::uuid();
  return write_uuid(bytes);
}

double RealRandom::uniform() {
  // Straight from the kernel: nothing to seed, nothing that a fork would repeat. The clock stands in where
  // the kernel refuses.
  auto bits = static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count()) *
              0x9e3779b97f4a7c15u;
  if (::getentropy(&bits, sizeof bits) != 0) bits ^= bits >> 32;
  return static_cast<double>(bits >> 11) * 0x1.0p-53;
}

}  // namespace anthropic::internal
