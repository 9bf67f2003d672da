#pragma once

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>

#include <anthropic/result.hpp>

namespace anthropic::aws {

/// What a request is signed with. Never print it.
struct Credentials {
  std::string access_key_id = {};
  std::string secret_access_key = {};
  std::string session_token = {};  ///< Empty for long-term keys.
  /// When they stop working; empty if they do not.
  std::optional<std::chrono::system_clock::time_point> expiration = {};
  std::string account_id = {};
  /// Where they came from, for people: "environment", "profile dev".
  std::string source = {};
};

/// A token that is sent as it is, by services that do not want a signature. Never print it.
struct BearerToken {
  std::string token = {};
  /// When it stops working; empty if it does not.
  std::optional<std::chrono::system_clock::time_point> expiration = {};
};

/// A source of credentials of your own, for AnthropicBedrockOptions::credentials_provider.
class CredentialsProvider {
 public:
  virtual ~CredentialsProvider() = default;

  /// Fresh credentials. Called before each request, from any thread, at the same time too; so it should
  /// cache. A failure ends the call with this error; kinds `connection` and `timeout` are retried.
  virtual Result<Credentials> credentials(std::stop_token stop) = 0;
};

}  // namespace anthropic::aws
