#include "base/crypto/es256.hpp"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

namespace anthropic::internal {
namespace {

constexpr int kCoordinateSize = 32;

struct Free {
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(BIGNUM* number) const { BN_free(number); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  void operator()(ECDSA_SIG* signature) const { ECDSA_SIG_free(signature); }
};

template <class T>
using Owned = std::unique_ptr<T, Free>;

std::string fixed_size(const BIGNUM* number) {
  std::string bytes(kCoordinateSize, '\0');
  const int written = BN_bn2binpad(number, reinterpret_cast<unsigned char*>(bytes.data()), kCoordinateSize);
  return written == kCoordinateSize ? bytes : std::string();
}

std::string coordinate(const EVP_PKEY* key, const char* name) {
  BIGNUM* number = nullptr;
  if (EVP_PKEY_get_bn_param(key, name, &number) != 1) return {};
  const Owned<BIGNUM> owned(number);
  return fixed_size(number);
}

bool is_on_p256(const EVP_PKEY* key) {
  char group[32] = {};
  return EVP_PKEY_get_group_name(key, group, sizeof group, nullptr) == 1 &&
         std::string_view(group) == "prime256v1";
}

// An encrypted key is refused: OpenSSL would otherwise ask for its password on the terminal.
int no_password(char*, int, int, void*) {
  return -1;
}

}  // namespace

std::optional<Es256Key> Es256Key::from_pem(std::string_view pem) {
  const Owned<BIO> bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  if (!bio) return std::nullopt;
  Es256Key key;
  key.key_ = std::shared_ptr<EVP_PKEY>(PEM_read_bio_PrivateKey(bio.get(), nullptr, no_password, nullptr),
                                       EVP_PKEY_free);
  if (!key.key_ || !is_on_p256(key.key_.get())) return std::nullopt;
  key.x_ = coordinate(key.key_.get(), OSSL_PKEY_PARAM_EC_PUB_X);
  key.y_ = coordinate(key.key_.get(), OSSL_PKEY_PARAM_EC_PUB_Y);
  if (key.x_.empty() || key.y_.empty()) return std::nullopt;
  return key;
}

std::optional<std::string> Es256Key::sign(std::string_view bytes) const {
  const Owned<EVP_MD_CTX> context(EVP_MD_CTX_new());
  if (!context) return std::nullopt;
  if (EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) != 1) return std::nullopt;
  const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
  std::size_t length = 0;
  if (EVP_DigestSign(context.get(), nullptr, &length, data, bytes.size()) != 1) return std::nullopt;
  std::string der(length, '\0');
  if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(der.data()), &length, data,
                     bytes.size()) != 1) {
    return std::nullopt;
  }
  const auto* next = reinterpret_cast<const unsigned char*>(der.data());
  const Owned<ECDSA_SIG> signature(d2i_ECDSA_SIG(nullptr, &next, static_cast<long>(length)));
  if (!signature) return std::nullopt;
  return fixed_size(ECDSA_SIG_get0_r(signature.get())) + fixed_size(ECDSA_SIG_get0_s(signature.get()));
}

}  // namespace anthropic::internal
