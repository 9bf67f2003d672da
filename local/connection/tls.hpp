#pragma once

#include <memory>
#include <openssl/ssl.h>
#include <string>
#include <vector>

#include <anthropic/result.hpp>

#include "local/connection/byte_channel.hpp"

namespace anthropic::internal::local {

/// What a server speaks TLS with: TLS 1.2 or newer, and ALPN for HTTP/2 and HTTP/1.1. Outlives its channels.
class TlsServer {
 public:
  /// With a certificate made now, for names and addresses in figures.
  static Result<std::unique_ptr<TlsServer>> create(const std::vector<std::string>& names);
  ~TlsServer();

  /// The certificate, in PEM, of the authority that a client has to trust.
  const std::string& authority() const { return authority_; }
  std::unique_ptr<ByteChannel> channel(int socket) const;

 private:
  TlsServer() = default;

  std::string authority_;
  SSL_CTX* context_ = nullptr;
  BIO_METHOD* method_ = nullptr;
};

}  // namespace anthropic::internal::local
