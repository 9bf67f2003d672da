#pragma once

#include <memory>
#include <string>

#include "base/public_names.hpp"

using SSL_CTX = struct ssl_ctx_st;
using SSL = struct ssl_st;
using EVP_PKEY = struct evp_pkey_st;
using X509 = struct x509_st;

namespace anthropic::internal::testing {

/// A TLS server's side: a key and a certificate.
class ServerTls {
 public:
  ServerTls(X509* certificate, EVP_PKEY* key);
  ~ServerTls();
  ServerTls(const ServerTls&) = delete;
  ServerTls& operator=(const ServerTls&) = delete;
  SSL_CTX* context() const { return context_; }

 private:
  SSL_CTX* context_;
};

/// A certificate authority that lives as long as the test.
class TestAuthority {
 public:
  TestAuthority();
  ~TestAuthority();
  TestAuthority(const TestAuthority&) = delete;
  TestAuthority& operator=(const TestAuthority&) = delete;

  /// The authority's own certificate.
  std::string pem() const;
  /// A server whose certificate is for these names, in OpenSSL's notation: "IP:127.0.0.1", "DNS:a.test".
  std::shared_ptr<ServerTls> server_for(const std::string& names) const;

 private:
  EVP_PKEY* key_;
  X509* certificate_;
};

}  // namespace anthropic::internal::testing
