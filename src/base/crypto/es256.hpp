#pragma once

#include <memory>
#include <openssl/types.h>
#include <optional>
#include <string>
#include <string_view>

namespace anthropic::internal {

/// A private key on the curve P-256, which signs as JSON Web Signatures do (RFC 7518 §3.4). Thread-safe.
class Es256Key {
 public:
  /// Empty if the text is no private key in PEM form, or one of another kind.
  static std::optional<Es256Key> from_pem(std::string_view pem);

  /// The public point's coordinates, 32 bytes each.
  const std::string& x() const { return x_; }
  const std::string& y() const { return y_; }
  /// r and s, 32 bytes each; empty only if OpenSSL fails.
  std::optional<std::string> sign(std::string_view bytes) const;

 private:
  Es256Key() = default;
  std::shared_ptr<EVP_PKEY> key_;
  std::string x_;
  std::string y_;
};

}  // namespace anthropic::internal
