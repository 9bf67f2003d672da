#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

#include <anthropic/json.hpp>

#include "aws/credentials/sign_in/sso_config.hpp"
#include "aws/session/session_setup.hpp"
#include "base/public_names.hpp"

namespace anthropic::internal::aws {

/// The tokens that `aws sso login` has left in ~/.aws/sso/cache. That of an [sso-session] is refreshed when
/// less than 15 minutes of it are left, at most once a minute, and written back. Thread-safe.
class SsoTokens {
 public:
  explicit SsoTokens(SessionSetup& setup) : setup_(setup) {}

  /// `profile` is named in the hint. Errors are of kind `credentials`, or user_abort; none holds a token.
  Result<BearerToken> token(const SsoConfig& config, const std::string& profile, std::stop_token stop);

 private:
  struct Cached;
  Result<Cached> read(const std::string& path, const std::string& hint) const;
  Result<BearerToken> refresh(const Cached& cached, const SsoConfig& config, std::stop_token stop);
  bool may_try(const std::string& path);

  SessionSetup& setup_;
  std::mutex mutex_;
  std::map<std::string, SteadyTime> tried_;
};

}  // namespace anthropic::internal::aws
