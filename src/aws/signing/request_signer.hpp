#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include <anthropic/aws/credentials.hpp>

#include "aws/credentials/chain.hpp"
#include "aws/signing/clock_skew.hpp"
#include "base/public_names.hpp"
#include "call/call.hpp"
#include "wire/aws/sigv4.hpp"

namespace anthropic::internal::aws {

/// Signs with a session's credentials, and remembers what answers teach of this machine's clock and of
/// credentials that have expired. Thread-safe.
class RequestSigner {
 public:
  /// `chain` may be null: then `provider` alone is asked. One of the two is set.
  RequestSigner(std::shared_ptr<const World> world, std::shared_ptr<CredentialsProvider> provider,
                std::shared_ptr<CredentialsChain> chain);

  Result<Credentials> credentials(std::stop_token stop);
  /// Whether credentials() is known to return at once.
  bool has_fresh_credentials() const { return !chain_ || chain_->has_fresh(); }

  /// The places that had no credentials before the one that had, each with the reason.
  std::vector<std::string> passed_over() const;

  /// The headers as sent: those that are signed, and the signature's own.
  Result<Attempt> sign(const sigv4::Request& request, sigv4::Scope scope, const sigv4::Options& options,
                       std::stop_token stop);

  /// Whether the refusal of `attempt` taught something that makes another one worth while.
  bool learn(const Error& error, const Headers& answer, const Attempt& attempt);

  /// Whether the latest signature was made with keys in environment variables.
  bool signs_from_environment() const { return signs_from_environment_; }

  std::chrono::seconds clock_offset() const { return clock_skew_.offset(); }

 private:
  const std::shared_ptr<const World> world_;
  const std::shared_ptr<CredentialsProvider> provider_;
  const std::shared_ptr<CredentialsChain> chain_;
  sigv4::Signer signer_;
  ClockSkew clock_skew_;
  std::atomic<bool> signs_from_environment_ = false;
};

}  // namespace anthropic::internal::aws
