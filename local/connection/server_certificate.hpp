#pragma once

#include <memory>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <optional>
#include <string>
#include <vector>

namespace anthropic::internal::local {

struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct FreeCertificate {
  void operator()(X509* certificate) const { X509_free(certificate); }
};
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;
using Certificate = std::unique_ptr<X509, FreeCertificate>;

/// A certificate of an authority made for it alone: the authority's key is gone, so nothing else can be signed by it.
struct ServerCertificate {
  std::string authority = {};  ///< In PEM.
  Certificate certificate;
  Key key;
};

/// For names and addresses in figures. Empty if OpenSSL fails.
std::optional<ServerCertificate> make_server_certificate(const std::vector<std::string>& names);

}  // namespace anthropic::internal::local
