#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>

#include <anthropic/result.hpp>
#include <anthropic/secret_string.hpp>

namespace anthropic::inline v0::aws {

/// What a request is signed with. Never print it.
struct Credentials {
  std::string access_key_id = {};
  SecretString secret_access_key = {};
  SecretString session_token = {};  ///< Empty for long-term keys.
  /// When they stop working; empty if they do not.
  std::optional<std::chrono::system_clock::time_point> expiration = {};
  std::string account_id = {};
  /// Where they came from, for people: "environment", "profile dev".
  std::string source = {};
};

/// A token that is sent as it is, for services that do not use signatures. Never print it.
struct BearerToken {
  SecretString token = {};
  /// When it stops working; empty if it does not.
  std::optional<std::chrono::system_clock::time_point> expiration = {};
};

/// A source of credentials of your own, for AnthropicBedrockOptions::credentials_provider.
class CredentialsProvider {
 public:
  virtual ~CredentialsProvider() = default;

  /// Credentials to sign with. Those with an `expiration` are kept until min(15 minutes, a third of their
  /// lifetime) before it, or until AWS reports that they have expired; if this fails meanwhile, they stay in
  /// use, and it is called again ten seconds later. Without an `expiration` it is called before each request.
  /// Called from any thread, by one at a time for a session or client, but not always by the same one. A
  /// failure ends the call with this error; kinds `connection` and `timeout` are retried. An exception counts
  /// as an error of kind `credentials` with its text, which must contain no secret.
  ///
  /// Obey `stop`: it is asked when the call is cancelled, and when its `timeout` has passed.
  virtual Result<Credentials> credentials(std::stop_token stop) = 0;
};

}  // namespace anthropic::inline v0::aws
