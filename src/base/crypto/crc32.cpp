#include "base/crypto/crc32.hpp"

#include <libdeflate.h>

#include "base/crypto/encoding.hpp"

namespace anthropic::internal {

std::uint32_t crc32(std::uint32_t crc, std::string_view bytes) {
  // libdeflate takes a null pointer for the beginning, and answers 0.
  if (bytes.empty()) return crc;
  return libdeflate_crc32(crc, bytes.data(), bytes.size());
}

std::string crc32_base64(std::uint32_t crc) {
  const char bytes[4] = {static_cast<char>(crc >> 24), static_cast<char>(crc >> 16),
                         static_cast<char>(crc >> 8), static_cast<char>(crc)};
  return base64_encode({bytes, sizeof bytes});
}

}  // namespace anthropic::internal
