#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include <anthropic/aws/credentials.hpp>

#include "base/public_names.hpp"
#include "base/time/clock.hpp"

namespace anthropic::internal::local {

/// Who asks, as STS names them. The keys that the endpoint was given are those of one user.
struct Caller {
  std::string arn = "arn:aws:iam::000000000000:user/local-endpoint";
  std::string user_id = "AIDALOCALENDPOINT";
  bool is_temporary = false;  ///< The keys are of STS.
};

/// Keys of the account's user, or of a role, that expire.
struct TemporaryKey {
  aws::Credentials pair;
  Caller caller;
};

/// Hands out temporary keys, and knows them again without remembering them: the session token says, under a
/// seal, whose they are and until when, and the secret follows from it.
class TemporaryKeys {
 public:
  /// `longest` is how long keys live at most, whatever is asked for.
  explicit TemporaryKeys(std::optional<std::chrono::seconds> longest = {});

  aws::Credentials issue(Caller caller, SystemTime now, std::chrono::seconds lifetime) const;
  /// Empty if the keys are not from here. Expired ones are known, too.
  std::optional<TemporaryKey> find(std::string_view access_key_id, std::string_view session_token) const;

 private:
  std::string secret_of(std::string_view session_token) const;

  std::optional<std::chrono::seconds> longest_;
  std::string seal_;  // the key of the HMACs, made anew for each endpoint
};

}  // namespace anthropic::internal::local
