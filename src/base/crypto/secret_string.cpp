#include <openssl/crypto.h>

#include <anthropic/secret_string.hpp>

namespace anthropic::inline v0 {

void SecretString::wipe() noexcept {
  OPENSSL_cleanse(data(), capacity());
  clear();
}

}  // namespace anthropic::inline v0
