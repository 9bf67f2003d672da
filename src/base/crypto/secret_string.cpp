#include <openssl/crypto.h>

#include <anthropic/secret_string.hpp>

namespace anthropic {

void SecretString::wipe() noexcept {
  OPENSSL_cleanse(data(), capacity());
  clear();
}

}  // namespace anthropic
