#pragma once

#include <anthropic/aws/session.hpp>

#include <map>
#include <memory>
#include <mutex>
#include <string>

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
  /// Where a service is. `prefix` is the endpoint's ("bedrock-runtime"), `service_id` the service's name in AWS's
  /// models ("Bedrock Runtime"), `variable` one more environment variable to look at, or null.
  Result<Endpoint> endpoint(std::string_view prefix, std::string_view service_id, const std::string& region,
                            const char* variable = nullptr) const;
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
