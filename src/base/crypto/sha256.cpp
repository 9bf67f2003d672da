#include "base/crypto/sha256.hpp"

#include <cstdlib>
#include <cstring>
#include <memory>
#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "base/crypto/encoding.hpp"
#include "base/process/libraries.hpp"
#include "base/threads/of_thread.hpp"

namespace anthropic::internal {
namespace {

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

struct Context : std::unique_ptr<EVP_MD_CTX, FreeContext> {
  Context() : unique_ptr(EVP_MD_CTX_new()) {}
};

// Every OpenSSL provider has SHA-256. Without it nothing could be signed or checked, and a made-up hash
// would be worse than stopping.
void require(bool done) {
  if (!done) std::abort();
}

// Looking an algorithm up costs more than hashing a request: it is done once, and never given back.
const EVP_MD* algorithm() {
  static const EVP_MD* const fetched = [] {
    keep_libraries_until_the_end();
    return EVP_MD_fetch(nullptr, "SHA256", nullptr);
  }();
  require(fetched != nullptr);
  return fetched;
}

EVP_MD_CTX* thread_context() {
  EVP_MD_CTX* const context = OfThread<Context>::get().get();
  require(context != nullptr);
  return context;
}

Sha256 hash_of_two(std::string_view first, std::string_view second) {
  EVP_MD_CTX* context = thread_context();
  Sha256 hash;
  require(EVP_DigestInit_ex2(context, algorithm(), nullptr) == 1);
  require(EVP_DigestUpdate(context, first.data(), first.size()) == 1);
  require(EVP_DigestUpdate(context, second.data(), second.size()) == 1);
  require(EVP_DigestFinal_ex(context, hash.data(), nullptr) == 1);
  return hash;
}

}  // namespace

Sha256 sha256(std::string_view bytes) {
  return hash_of_two(bytes, {});
}

// RFC 2104 on top of the reused context: OpenSSL's own HMAC allocates and looks up on every call.
Sha256 hmac_sha256(std::string_view key, std::string_view bytes) {
  constexpr std::size_t block_size = 64;
  unsigned char block[block_size] = {};
  if (key.size() > block_size) {
    const Sha256 shortened = sha256(key);
    std::memcpy(block, shortened.data(), shortened.size());
  } else if (!key.empty()) {
    std::memcpy(block, key.data(), key.size());
  }
  const std::string_view padded_key(reinterpret_cast<const char*>(block), block_size);
  for (unsigned char& byte : block) byte ^= 0x36;
  const Sha256 inner = hash_of_two(padded_key, bytes);
  for (unsigned char& byte : block) byte ^= 0x36 ^ 0x5c;
  const Sha256 outer = hash_of_two(padded_key, as_bytes(inner));
  OPENSSL_cleanse(block, block_size);
  return outer;
}

std::string sha256_hex(std::string_view bytes) {
  return hex_encode(as_bytes(sha256(bytes)));
}

Result<std::string> sha256_hex(const std::function<Result<std::string_view>()>& next) {
  const Context context;
  require(context != nullptr && EVP_DigestInit_ex2(context.get(), algorithm(), nullptr) == 1);
  while (true) {
    const auto piece = next();
    if (!piece) return piece.error();
    if (piece->empty()) break;
    require(EVP_DigestUpdate(context.get(), piece->data(), piece->size()) == 1);
  }
  Sha256 hash;
  require(EVP_DigestFinal_ex(context.get(), hash.data(), nullptr) == 1);
  return hex_encode(as_bytes(hash));
}

}  // namespace anthropic::internal
