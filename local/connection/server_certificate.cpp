#include "local/connection/server_certificate.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/ip/address.hpp>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <utility>

namespace anthropic::internal::local {
namespace {

constexpr long kDay = 24 * 60 * 60;
constexpr long kDays = 397;  // the most that browsers and macOS take

Key new_key() {
  return Key(EVP_EC_gen("P-256"));
}

bool set_serial(X509* certificate) {
  std::array<unsigned char, 16> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) return false;
  bytes[0] &= 0x7f;
  const std::unique_ptr<BIGNUM, void (*)(BIGNUM*)> number(
      BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr), BN_free);
  return number && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate));
}

bool set_name(X509_NAME* name, const char* common_name) {
  return X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                                    reinterpret_cast<const unsigned char*>(common_name), -1, -1, 0) == 1;
}

bool add_extension(X509* certificate, X509* issuer, int nid, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value);
  const bool is_added = extension && X509_add_ext(certificate, extension, -1) == 1;
  X509_EXTENSION_free(extension);
  return is_added;
}

// Without extensions and signature.
Certificate new_certificate(EVP_PKEY* key, const char* common_name) {
  Certificate certificate(X509_new());
  X509* made = certificate.get();
  const bool is_made = made && X509_set_version(made, X509_VERSION_3) == 1 && set_serial(made) &&
                       X509_gmtime_adj(X509_getm_notBefore(made), -kDay) &&
                       X509_gmtime_adj(X509_getm_notAfter(made), (kDays - 1) * kDay) &&
                       set_name(X509_get_subject_name(made), common_name) && X509_set_pubkey(made, key) == 1;
  return is_made ? std::move(certificate) : nullptr;
}

bool sign(X509* certificate, EVP_PKEY* key) {
  return X509_sign(certificate, key, EVP_sha256()) > 0;
}

Certificate new_authority(EVP_PKEY* key) {
  Certificate authority = new_certificate(key, "claude-bedrock local, authority");
  X509* made = authority.get();
  const bool is_made = made && X509_set_issuer_name(made, X509_get_subject_name(made)) == 1 &&
                       add_extension(made, made, NID_basic_constraints, "critical,CA:TRUE,pathlen:0") &&
                       add_extension(made, made, NID_key_usage, "critical,keyCertSign") &&
                       add_extension(made, made, NID_subject_key_identifier, "hash") && sign(made, key);
  return is_made ? std::move(authority) : nullptr;
}

/// "DNS:localhost,IP:127.0.0.1"
std::string alternative_names(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) {
    boost::system::error_code ec;
    boost::asio::ip::make_address(name, ec);
    list += (list.empty() ? "" : ",") + std::string(ec ? "DNS:" : "IP:") + name;
  }
  return list;
}

Certificate new_server(EVP_PKEY* key, X509* authority, EVP_PKEY* authority_key,
                       const std::vector<std::string>& names) {
  Certificate server = new_certificate(key, "claude-bedrock local");
  X509* made = server.get();
  const std::string alternatives = alternative_names(names);
  const bool is_made = made && X509_set_issuer_name(made, X509_get_subject_name(authority)) == 1 &&
                       add_extension(made, authority, NID_basic_constraints, "critical,CA:FALSE") &&
                       add_extension(made, authority, NID_key_usage, "critical,digitalSignature") &&
                       add_extension(made, authority, NID_ext_key_usage, "serverAuth") &&
                       add_extension(made, authority, NID_subject_alt_name, alternatives.c_str()) &&
                       add_extension(made, authority, NID_subject_key_identifier, "hash") &&
                       add_extension(made, authority, NID_authority_key_identifier, "keyid:always") &&
                       sign(made, authority_key);
  return is_made ? std::move(server) : nullptr;
}

std::string pem(X509* certificate) {
  const std::unique_ptr<BIO, int (*)(BIO*)> memory(BIO_new(BIO_s_mem()), BIO_free);
  if (!memory || PEM_write_bio_X509(memory.get(), certificate) != 1) return {};
  char* text = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

}  // namespace

std::optional<ServerCertificate> make_server_certificate(const std::vector<std::string>& names) {
  const Key authority_key = new_key();
  Key key = new_key();
  if (!authority_key || !key) return std::nullopt;
  const Certificate authority = new_authority(authority_key.get());
  if (!authority) return std::nullopt;
  Certificate certificate = new_server(key.get(), authority.get(), authority_key.get(), names);
  if (!certificate) return std::nullopt;
  return ServerCertificate{pem(authority.get()), std::move(certificate), std::move(key)};
}

}  // namespace anthropic::internal::local
