#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <variant>

#include <anthropic/aws/credentials.hpp>

#include "aws/session/settings.hpp"
#include "base/public_names.hpp"

namespace anthropic::internal::aws {

/// The source has nothing to say: the chain asks the next one.
struct NotConfigured {
  std::string looked_at;  ///< "environment variables AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY (not set)"
};

/// The last credentials of a source that is out of order: in use until `next_try`, even if they have expired.
struct KeptCredentials {
  Credentials credentials;
  SystemTime next_try;
};

/// Credentials that may be others the next time: they are not remembered.
struct PassingCredentials {
  Credentials credentials;
};

/// Configured but failed (an Error) ends the chain: a broken source is reported, not skipped.
using SourceAnswer = std::variant<Credentials, NotConfigured, Error, KeptCredentials, PassingCredentials>;

/// One place that credentials come from. Thread-safe.
class CredentialsSource {
 public:
  virtual ~CredentialsSource() = default;
  virtual SourceAnswer load(std::stop_token stop) = 0;
  /// Changes when load() may say something new, so that what is remembered of it is out of date. Cheap.
  virtual std::uint64_t version() const { return 0; }
};

/// What a place calls the three parts of a key.
struct KeyNames {
  std::string_view access_key_id;
  std::string_view secret_access_key;
  std::string_view session_token;
};

/// Why these cannot sign, in the words of their place: half a pair, or a character that no key has. Never
/// quotes a value.
std::optional<std::string> problem_with(const Credentials& credentials, const KeyNames& names);

}  // namespace anthropic::internal::aws
