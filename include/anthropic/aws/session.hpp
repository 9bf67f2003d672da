#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include <anthropic/aws/credentials.hpp>
#include <anthropic/headers.hpp>
#include <anthropic/observe_options.hpp>
#include <anthropic/result.hpp>
#include <anthropic/secret_string.hpp>
#include <anthropic/transport_options.hpp>

namespace anthropic::internal {
struct Access;
}
namespace anthropic::internal::aws {
struct SessionState;
}

namespace anthropic::inline v0::aws {

/// How a call is retried. https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
enum class RetryMode : std::uint8_t {
  standard,  ///< A few attempts, limited by a quota that a client's threads share.
  adaptive,  ///< The same, and all requests slow down while the service throttles.
};

/// Where credentials, region and endpoints come from. Everything is optional: empty members come from the
/// environment and the AWS profile files. Members set here win over both.
struct SessionOptions {
  /// Else AWS_REGION, AWS_DEFAULT_REGION, the profile's `region`.
  std::string region = {};
  /// Else AWS_PROFILE, AWS_DEFAULT_PROFILE, else "default".
  std::string profile = {};
  /// With `secret_access_key`, else the credential chain.
  std::string access_key_id = {};
  SecretString secret_access_key = {};
  SecretString session_token = {};
  /// Credentials of your own making; used unless keys are given above.
  std::shared_ptr<CredentialsProvider> credentials_provider = {};
  /// Returns the code of an MFA device when a role wants one. Called on the thread that needs credentials. An
  /// exception counts as a returned error.
  std::function<Result<std::string>(const std::string& mfa_serial)> mfa_code = {};
  /// For every service of this session; else AWS_ENDPOINT_URL_<SERVICE>, AWS_ENDPOINT_URL, the profile.
  std::string endpoint_url = {};
  /// For one service each, by its name: {{"sts", "https://vpce-1.sts.us-east-1.vpce…"}}, "bedrock_runtime",
  /// "cloudwatch_logs"; boto's names ("logs", "ce") are taken, too, and any other name is a configuration
  /// error that lists them; so is an empty URL. Wins over `endpoint_url`, and, unlike `endpoint_url`, also
  /// applies to the calls for this session's credentials ("sts", "sso", "sso_oidc", "signin").
  std::vector<NameAndValue> service_endpoint_urls = {};
  /// Else AWS_USE_FIPS_ENDPOINT, `use_fips_endpoint`. An endpoint URL wins over those two, as with the AWS
  /// CLI; true here together with an endpoint URL is a configuration error.
  std::optional<bool> use_fips_endpoint = {};
  /// Else AWS_USE_DUALSTACK_ENDPOINT, `use_dualstack_endpoint`; beside an endpoint URL as above.
  std::optional<bool> use_dualstack_endpoint = {};
  /// False: no environment variable, AWS profile file or EC2 metadata is read; only what is set here counts.
  /// For tests, and for programs that are configured in code alone.
  bool use_environment = true;
  /// Bounds each whole call of a service, from its beginning until the answer's last byte: credentials,
  /// attempts and the pauses between them. No limit if unset. See CallOptions::timeout.
  std::optional<std::chrono::milliseconds> timeout = {};
  /// One attempt of a service call.
  std::chrono::milliseconds attempt_timeout = std::chrono::seconds(60);
  /// How often a request is sent in all. Else AWS_MAX_ATTEMPTS, `max_attempts`, else 3.
  std::optional<int> max_attempts = {};
  /// Else AWS_RETRY_MODE, `retry_mode`, else standard.
  std::optional<RetryMode> retry_mode = {};
  /// Connecting, proxy, certificates, and limits on what is received: for AWS's services, and for clients of
  /// Claude that have this session.
  TransportOptions transport = {};
  /// Observers of calls, and the log; `on_call` only sees calls to Claude through clients with this session.
  ObserveOptions observe = {};
};

/// Access to AWS, shared by the clients made from it: credentials are found once and refreshed for all of
/// them. Constructing does no I/O and cannot fail. A handle: copies are the same session. Thread-safe.
class Session {
 public:
  explicit Session(SessionOptions options = {});
  // Moving copies, so no handle is ever empty.
  Session(const Session&) = default;
  Session& operator=(const Session&) = default;

  /// The credentials that sign this session's requests now.
  Result<Credentials> credentials(std::stop_token stop = {}) const;
  /// The token of the sign-in that the profile's `sso_session` names, as `aws sso login` has left it,
  /// refreshed if need be. For AWS services that accept one instead of a signature; Bedrock does not.
  Result<BearerToken> sso_token(std::stop_token stop = {}) const;
  /// The region. If there is none, the error names every place that was searched. After code, the environment
  /// and the profile, it may come from an EC2 instance.
  Result<std::string> region() const;

 private:
  friend struct internal::Access;
  explicit Session(std::shared_ptr<internal::aws::SessionState> core) : core_(std::move(core)) {}

  std::shared_ptr<internal::aws::SessionState> core_;
};

/// Settings of one service's client; empty members come from the session.
struct ClientOptions {
  std::string region = {};
  /// Else the session's, AWS_ENDPOINT_URL_<SERVICE>, AWS_ENDPOINT_URL, the profile, then AWS's own endpoint.
  std::string endpoint_url = {};
};

/// Settings for one call to a service.
struct CallOptions {
  /// Bounds the whole call, from its beginning until the answer's last byte: credentials, attempts and the
  /// pauses between them. Else the session's. When it has passed, or would pass before the next attempt, the
  /// call ends with ErrorKind::timeout. A function that makes several requests (pages, parts) has that long
  /// for each.
  std::optional<std::chrono::milliseconds> timeout = {};
  /// One attempt; else the session's.
  std::optional<std::chrono::milliseconds> attempt_timeout = {};
  /// Once it is asked to stop, the call ends within 50 ms with ErrorKind::user_abort.
  std::stop_token stop_token = {};
};

}  // namespace anthropic::inline v0::aws
