#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace anthropic::internal {

/// CRC-32 as in zlib: of what came before (`crc`, 0 at the beginning) followed by `bytes`.
std::uint32_t crc32(std::uint32_t crc, std::string_view bytes);

/// The four bytes, the most significant first, in base64, as AWS writes a checksum: "DUoRhQ==".
std::string crc32_base64(std::uint32_t crc);

}  // namespace anthropic::internal
