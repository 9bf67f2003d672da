#pragma once

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
};

/// How much of a request is there.
enum class Part : std::uint8_t { head, whole };

/// Checks a request's AWS Signature Version 4 or bearer token as Bedrock does. Thread-safe.
class SignatureVerifier {
 public:
  explicit SignatureVerifier(AcceptedKeys accepted) : accepted_(std::move(accepted)) {}

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

 private:
  std::optional<Refusal> verify_bearer(std::string_view token) const;
  Sha256 signing_key_for(const aws::Credentials& pair, const std::string& date, sigv4::Scope scope);

  struct DerivedKey {
    std::string date;
    Sha256 key;
  };

  AcceptedKeys accepted_;
  std::mutex mutex_;
  std::map<std::string, DerivedKey> derived_;  // by access key id, service and region, of the last day
};

}  // namespace anthropic::internal::local
