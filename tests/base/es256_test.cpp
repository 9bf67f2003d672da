#include "base/crypto/es256.hpp"

#include <gtest/gtest.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "base/crypto/sha1.hpp"

namespace anthropic::internal {
namespace {

std::string pem_of(EVP_PKEY* key) {
  BIO* bio = BIO_new(BIO_s_mem());
  EXPECT_EQ(PEM_write_bio_PrivateKey(bio, key, nullptr, nullptr, 0, nullptr, nullptr), 1);
  char* data = nullptr;
  const long length = BIO_get_mem_data(bio, &data);
  std::string pem(data, static_cast<std::size_t>(length));
  BIO_free(bio);
  return pem;
}

/// OpenSSL's own word on a signature of r and s.
bool verifies(EVP_PKEY* key, std::string_view bytes, std::string_view signature) {
  const auto* data = reinterpret_cast<const unsigned char*>(signature.data());
  ECDSA_SIG* parts = ECDSA_SIG_new();
  ECDSA_SIG_set0(parts, BN_bin2bn(data, 32, nullptr), BN_bin2bn(data + 32, 32, nullptr));
  unsigned char* der = nullptr;
  const int length = i2d_ECDSA_SIG(parts, &der);
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  EXPECT_EQ(EVP_DigestVerifyInit(context, nullptr, EVP_sha256(), nullptr, key), 1);
  const int right = EVP_DigestVerify(context, der, static_cast<std::size_t>(length),
                                     reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  EVP_MD_CTX_free(context);
  OPENSSL_free(der);
  ECDSA_SIG_free(parts);
  return right == 1;
}

TEST(Es256, SignsSoThatOpenSslAgrees) {
  EVP_PKEY* fresh = EVP_EC_gen("P-256");
  ASSERT_NE(fresh, nullptr);
  const auto key = Es256Key::from_pem(pem_of(fresh));
  ASSERT_TRUE(key);
  EXPECT_EQ(key->x().size(), 32u);
  EXPECT_EQ(key->y().size(), 32u);
  // Often enough for an r or an s with a leading zero, which must not make the signature shorter.
  for (int i = 0; i < 300; ++i) {
    const std::string text = "header.payload" + std::to_string(i);
    const auto signature = key->sign(text);
    ASSERT_TRUE(signature);
    ASSERT_EQ(signature->size(), 64u);
    EXPECT_TRUE(verifies(fresh, text, *signature));
    EXPECT_FALSE(verifies(fresh, text + "!", *signature));
  }
  EVP_PKEY_free(fresh);
}

TEST(Es256, TakesNoOtherKey) {
  EXPECT_FALSE(Es256Key::from_pem(""));
  EXPECT_FALSE(Es256Key::from_pem("-----BEGIN EC PRIVATE KEY-----\nrubbish\n-----END EC PRIVATE KEY-----\n"));
  EVP_PKEY* other_curve = EVP_EC_gen("P-384");
  EXPECT_FALSE(Es256Key::from_pem(pem_of(other_curve)));
  EVP_PKEY_free(other_curve);
  EVP_PKEY* other_kind = EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
  EXPECT_FALSE(Es256Key::from_pem(pem_of(other_kind)));
  EVP_PKEY_free(other_kind);
}

TEST(Sha1, KnowsTheVectorsOfFips180) {
  EXPECT_EQ(sha1_hex("abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(sha1_hex(""), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
}

}  // namespace
}  // namespace anthropic::internal
