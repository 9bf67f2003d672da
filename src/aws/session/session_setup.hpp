#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>

#include <anthropic/aws/session.hpp>

#include "aws/credentials/metadata/imds_client.hpp"
#include "aws/endpoint/endpoint.hpp"
#include "aws/session/settings.hpp"
#include "base/logging.hpp"
#include "base/public_names.hpp"
#include "base/text/text.hpp"
#include "call/adaptive_rate_limiter.hpp"
#include "call/retry.hpp"
#include "http/url.hpp"

namespace anthropic::internal::aws {

class SsoTokens;

/// What is known of a session without its credentials; the sources of credentials are built on it.
/// Thread-safe.
struct SessionSetup {
  /// In the real world if `world` is null.
  explicit SessionSetup(SessionOptions options, std::shared_ptr<const World> world = {});
  SessionSetup(const SessionSetup&) = delete;
  SessionSetup& operator=(const SessionSetup&) = delete;

  /// What is wrong with the options themselves: half a key pair.
  Result<void> check() const;
  bool has_keys() const;
  /// `given`, else the session's, the environment's, the profile's; where nobody names one, the instance's
  /// own, if this is one of EC2's. The error names every place looked at.
  Result<std::string> region(const std::string& given = {}, std::stop_token stop = {}) const;
  /// Where a service is: at `url`, if that is not empty, else where AWS has it in `region`. `prefix` is its
  /// endpoint's ("bedrock-runtime").
  Result<Endpoint> endpoint(std::string_view prefix, std::string_view url, std::string_view region) const;
  /// What code gave for a service ("Bedrock Runtime") by its name; empty if nothing.
  std::string endpoint_url_in_code(std::string_view service_id) const;
  /// The same for what resolves its endpoints itself. Refers to `url` and `region`.
  Result<EndpointOptions> endpoint_options(std::string_view url, std::string_view region) const;
  /// `own` of a client goes before the session's.
  Result<ConnectionSettings> connection(const Url& url, const TransportOptions& own = {}) const;
  /// A file of authorities to trust: code's, AWS_CA_BUNDLE, `ca_bundle`; empty for the system's.
  Result<std::string> ca_bundle() const;
  Result<int> max_attempts() const;
  Result<RetryMode> retry_mode() const;
  /// The retry quota of a host.
  std::shared_ptr<RetryQuota> quota(const std::string& host);
  /// The rate limiter of a host; null unless the retry mode is "adaptive".
  Result<std::shared_ptr<AdaptiveRateLimiter>> limiter(const std::string& host);

  const SessionOptions options;
  const std::shared_ptr<const World> world;
  const std::shared_ptr<const Settings> settings;
  const Log log;
  const std::shared_ptr<ImdsClient> imds;
  const std::shared_ptr<SsoTokens> sso_tokens;

 private:
  Result<bool> legacy_sts() const;
  Result<bool> flag(std::optional<bool> given, const char* variable, std::string_view key) const;

  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<RetryQuota>> quotas_;
  std::map<std::string, std::shared_ptr<AdaptiveRateLimiter>> limiters_;
};

}  // namespace anthropic::internal::aws
