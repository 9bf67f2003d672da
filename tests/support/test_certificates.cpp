#include "support/test_certificates.hpp"

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

namespace anthropic::internal::testing {
namespace {

void require(bool condition, const char* what) {
  if (condition) return;
  std::fprintf(stderr, "cannot make a test certificate: %s\n", what);
  std::abort();
}

void add_extension(X509* certificate, X509* issuer, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
  require(extension && X509_add_ext(certificate, extension, -1) == 1, value.c_str());
  X509_EXTENSION_free(extension);
}

/// Authorities differ in their names, so that a wrong one is not found at all.
std::string new_authority_name() {
  static std::atomic<int> count = 0;
  return "Test authority " + std::to_string(++count);
}

X509* new_certificate(const std::string& name, EVP_PKEY* key, long serial) {
  constexpr long kDay = 24 * 60 * 60;
  X509* certificate = X509_new();
  X509_set_version(certificate, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -kDay);
  X509_gmtime_adj(X509_getm_notAfter(certificate), kDay);
  X509_set_pubkey(certificate, key);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  return certificate;
}

}  // namespace

ServerTls::ServerTls(X509* certificate, EVP_PKEY* key) : context_(SSL_CTX_new(TLS_server_method())) {
  require(SSL_CTX_use_certificate(context_, certificate) == 1, "certificate");
  require(SSL_CTX_use_PrivateKey(context_, key) == 1, "key");
}

ServerTls::~ServerTls() {
  SSL_CTX_free(context_);
}

TestAuthority::TestAuthority()
    : key_(EVP_EC_gen("P-256")), certificate_(new_certificate(new_authority_name(), key_, 1)) {
  X509_set_issuer_name(certificate_, X509_get_subject_name(certificate_));
  add_extension(certificate_, certificate_, NID_basic_constraints, "critical,CA:TRUE");
  add_extension(certificate_, certificate_, NID_key_usage, "critical,keyCertSign");
  require(X509_sign(certificate_, key_, EVP_sha256()) > 0, "signature");
}

TestAuthority::~TestAuthority() {
  X509_free(certificate_);
  EVP_PKEY_free(key_);
}

std::string TestAuthority::pem() const {
  BIO* memory = BIO_new(BIO_s_mem());
  require(PEM_write_bio_X509(memory, certificate_) == 1, "PEM");
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory, &data);
  std::string text(data, static_cast<std::size_t>(size));
  BIO_free(memory);
  return text;
}

std::shared_ptr<ServerTls> TestAuthority::server_for(const std::string& names) const {
  EVP_PKEY* key = EVP_EC_gen("P-256");
  X509* certificate = new_certificate("Test server", key, 2);
  X509_set_issuer_name(certificate, X509_get_subject_name(certificate_));
  add_extension(certificate, certificate_, NID_subject_alt_name, names);
  require(X509_sign(certificate, key_, EVP_sha256()) > 0, "signature");
  auto tls = std::make_shared<ServerTls>(certificate, key);
  X509_free(certificate);
  EVP_PKEY_free(key);
  return tls;
}

}  // namespace anthropic::internal::testing
