#include "base/crypto/sha1.hpp"

#include <openssl/evp.h>

#include "base/crypto/encoding.hpp"

namespace anthropic::internal {

std::string sha1_hex(std::string_view bytes) {
  unsigned char hash[EVP_MAX_MD_SIZE];
  std::size_t length = 0;
  if (EVP_Q_digest(nullptr, "SHA1", nullptr, bytes.data(), bytes.size(), hash, &length) != 1) return {};
  return hex_encode({reinterpret_cast<const char*>(hash), length});
}

}  // namespace anthropic::internal
