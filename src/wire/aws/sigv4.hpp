#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <anthropic/aws/credentials.hpp>
#include <anthropic/headers.hpp>

#include "base/crypto/sha256.hpp"
#include "base/public_names.hpp"
#include "base/time/clock.hpp"

// AWS Signature Version 4. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
// Pure functions of their arguments, but for the cache of derived keys.

namespace anthropic::internal::sigv4 {

/// What is signed: a request as it goes over the wire.
struct Request {
  std::string_view method;
  std::string_view path;          ///< As on the wire, percent-escapes and all; "/" if empty.
  std::string_view query;         ///< As on the wire, without '?'.
  const Headers* headers;         ///< All of them are signed; `host` must be there.
  std::string_view payload_hash;  ///< Hex SHA-256 of the body, or "UNSIGNED-PAYLOAD" and the like.
};

struct Scope {
  std::string_view region;
  std::string_view service;
};

struct Options {
  bool double_encode_path = true;  ///< false for S3
  bool normalize_path = true;      ///< false for S3
  bool sign_session_token = true;  ///< false: the token header is added after signing
};

std::string canonical_request(const Request& request, const Options& options, std::string& signed_headers);
std::string string_to_sign(std::string_view canonical_request, std::string_view amz_date, Scope scope);
Sha256 signing_key(std::string_view secret, std::string_view date, Scope scope);

/// The headers that sign a request: x-amz-date, x-amz-security-token, Authorization. They stand in place of
/// fields of those names in the request. S3 also wants x-amz-content-sha256: that is the caller's to set.
/// Remembers the derived key of the last day, region, service and secret, so that signing again is cheap.
/// Thread-safe.
class Signer {
 public:
  Signer() = default;
  Signer(const Signer&) = delete;
  Signer& operator=(const Signer&) = delete;
  /// Overwrites the key that it remembers.
  ~Signer();

  Headers sign(const Request& request, const aws::Credentials& credentials, Scope scope, SystemTime now,
               const Options& options = {});
  /// The query string of a presigned URL, which holds everything in `request.query` and the signature.
  std::string presign(const Request& request, const aws::Credentials& credentials, Scope scope,
                      SystemTime now, std::chrono::seconds expires, const Options& options = {});

 private:
  struct CachedKey {
    Sha256 id;  ///< a digest of day, region, service and secret
    Sha256 key;
  };
  Sha256 key_for(std::string_view secret, std::string_view date, Scope scope);

  std::mutex mutex_;
  std::optional<CachedKey> cached_;
};

/// The parts of an Authorization header.
struct Authorization {
  std::string access_key_id, date, region, service;
  std::vector<std::string> signed_headers;
  std::string signature;
};
/// Empty if it is not a well-formed AWS4-HMAC-SHA256 header.
std::optional<Authorization> parse_authorization(std::string_view value);

}  // namespace anthropic::internal::sigv4
