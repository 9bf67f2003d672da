#pragma once

#include <string>
#include <variant>

#include <anthropic/aws/credentials.hpp>

#include "aws/settings.hpp"

namespace anthropic::aws {

/// The source has nothing to say: the chain asks the next one.
struct NotConfigured {
  std::string looked_at;  ///< "environment variables AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY (not set)"
};

/// Configured but failed (an Error) ends the chain: a broken source is reported, not skipped.
using SourceAnswer = std::variant<Credentials, NotConfigured, Error>;

/// One place that credentials come from. Thread-safe.
class CredentialsSource {
 public:
  virtual ~CredentialsSource() = default;
  virtual SourceAnswer load(std::stop_token stop) = 0;
};

}  // namespace anthropic::aws
