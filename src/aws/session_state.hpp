#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include <anthropic/aws/session.hpp>

#include "aws/endpoint.hpp"
#include "aws/request_signer.hpp"
#include "aws/retry.hpp"
#include "aws/settings.hpp"
#include "base/text.hpp"

namespace anthropic::aws {

/// What a session's clients share. Thread-safe.
struct SessionState {
  explicit SessionState(SessionOptions options);

  /// What is wrong with the options themselves: half a key pair.
  Result<void> check() const;
  bool has_keys() const;
  Result<std::string> region() const { return settings->region(options.region); }
  /// Where a service is: at `url`, if that is not empty, else where AWS has it in `region`. `prefix` is its
  /// endpoint's ("bedrock-runtime").
  Result<Endpoint> endpoint(std::string_view prefix, std::string_view url, std::string_view region) const;
  /// The same for what resolves its endpoints itself. Refers to `url` and `region`.
  Result<EndpointOptions> endpoint_options(std::string_view url, std::string_view region) const;
  Result<ConnectionSettings> connection(const Url& url) const;
  Result<int> max_attempts() const;
  /// The retry quota of a host.
  std::shared_ptr<RetryQuota> quota(const std::string& host);

  const SessionOptions options;
  const std::shared_ptr<const World> world;
  const std::shared_ptr<const Settings> settings;
  const Log log;
  RequestSigner signer;

 private:
  Result<bool> flag(std::optional<bool> given, const char* variable, std::string_view key) const;

  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<RetryQuota>> quotas_;
};

bool is_loopback(std::string_view host);

}  // namespace anthropic::aws
