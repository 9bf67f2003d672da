#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <anthropic/aws/credentials.hpp>

#include "base/crypto/sha256.hpp"
#include "base/public_names.hpp"
#include "base/time/clock.hpp"
#include "local/credentials/request_signature.hpp"
#include "local/credentials/temporary_keys.hpp"
#include "local/server/exchange.hpp"
#include "local/server/refusal.hpp"
#include "wire/aws/sigv4.hpp"

namespace anthropic::internal::local {

/// Who may ask.
struct AcceptedKeys {
  std::vector<aws::Credentials> pairs;
  std::vector<std::string> bearer_tokens;
  std::string region;
  std::vector<std::string> api_keys = {};  ///< of Anthropic's own API
  /// How long the keys that STS hands out live at most; empty: as long as they are asked for.
  std::optional<std::chrono::seconds> longest_session = {};
};

/// How much of a request is there.
enum class Part : std::uint8_t { head, whole };

/// Checks a request's AWS Signature Version 4 or bearer token as Bedrock does. Thread-safe.
class SignatureVerifier {
 public:
  explicit SignatureVerifier(AcceptedKeys accepted)
      : accepted_(std::move(accepted)), temporary_(accepted_.longest_session) {}

  /// Why the request is refused; empty if it is genuine. What it says holds no secret: the session token in
  /// the canonical request is masked.
  /// `services` are those that it may be signed for. Of a `head`, whose body is not there yet, everything is
  /// checked but the body's hash: the signature too, if the request states the hash.
  /// `region` is the one that it must be signed for; if empty, the endpoint's own.
  std::optional<Refusal> verify(const Request& request, SystemTime now,
                                const std::vector<std::string_view>& services = {"bedrock"},
                                Part part = Part::whole, std::string region = {});
  /// The same for a request that may carry an API key instead.
  std::optional<Refusal> verify_api(const Request& request, SystemTime now,
                                    const std::vector<std::string_view>& services, Part part = Part::whole);

  /// The keys that it accepts beside those it was given.
  const TemporaryKeys& temporary_keys() const { return temporary_; }
  /// Who asks, by a request that was accepted.
  Caller caller_of(const Request& request) const;

 private:
  /// A pair that a request names, or null; `temporary` holds it if it is none of those that were given.
  const aws::Credentials* find_pair(const RequestSignature& signature,
                                    std::optional<TemporaryKey>& temporary) const;
  std::optional<Refusal> verify_bearer(std::string_view token, SystemTime now);
  std::optional<Refusal> verify_short_term_key(std::string_view token, SystemTime now);
  Sha256 signing_key_for(const aws::Credentials& pair, const std::string& date, sigv4::Scope scope);
  /// The signature that the request should have had.
  struct Expected {
    std::string canonical_request = {}, string_to_sign = {}, signature = {};
  };
  Expected expected_signature(const Request& request, const RequestSignature& signature,
                              const aws::Credentials& pair, std::string_view payload_hash);

  struct DerivedKey {
    std::string date;
    Sha256 key;
  };

  AcceptedKeys accepted_;
  TemporaryKeys temporary_;
  std::mutex mutex_;
  std::map<std::string, DerivedKey> derived_;  // by access key id, service and region, of the last day
};

}  // namespace anthropic::internal::local
