#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <chrono>
#include <cstddef>
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
#include <anthropic/log.hpp>
#include <anthropic/result.hpp>
#include <anthropic/secret_string.hpp>

namespace anthropic {
struct World;
}

namespace anthropic::aws {

/// How a call is retried. https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
enum class RetryMode : std::uint8_t {
  standard,  ///< A few attempts, paid for from a quota that a client's threads share.
  adaptive,  ///< The same, and all requests are slowed down while the service throttles.
};

/// Where credentials, region and endpoints come from. Everything is optional: what is left empty is taken
/// from the environment and from the AWS profile files. What is set here wins over both.
struct SessionOptions {
  std::string profile = {};        ///< Else AWS_PROFILE, AWS_DEFAULT_PROFILE, else "default".
  std::string region = {};         ///< Else AWS_REGION, AWS_DEFAULT_REGION, the profile's `region`.
  std::string access_key_id = {};  ///< With `secret_access_key`, else the credential chain.
  SecretString secret_access_key = {};
  SecretString session_token = {};
  /// Credentials of your own making; used unless keys are given above.
  std::shared_ptr<CredentialsProvider> credentials_provider = {};
  /// For every service of this session; else AWS_ENDPOINT_URL_<SERVICE>, AWS_ENDPOINT_URL, the profile.
  std::string endpoint_url = {};
  /// For one service each, by its name: {{"sts", "https://vpce-1.sts.us-east-1.vpce…"}}, "bedrock_runtime",
  /// "cloudwatch_logs"; boto's names ("logs", "ce") are taken, too, and any other name is a configuration
  /// error that lists them; so is an empty URL. Wins over `endpoint_url`, and is also where this session's
  /// credentials are asked for ("sts", "sso", "sso_oidc", "signin"), which `endpoint_url` is not.
  std::vector<NameAndValue> service_endpoint_urls = {};
  /// A file of certificates in PEM form to trust instead of the system's. Else AWS_CA_BUNDLE, `ca_bundle`.
  std::string ca_bundle = {};
  /// "http://host:port"; else HTTPS_PROXY, HTTP_PROXY and NO_PROXY. "none": no proxy whatever the
  /// environment.
  std::string proxy = {};
  std::optional<RetryMode> retry_mode = {};  ///< Else AWS_RETRY_MODE, `retry_mode`, else standard.
  std::optional<int> max_attempts = {};      ///< In all. Else AWS_MAX_ATTEMPTS, `max_attempts`, else 3.
  /// Else AWS_USE_FIPS_ENDPOINT, `use_fips_endpoint`. An endpoint URL wins over what those two say, as with
  /// the AWS CLI; true here together with an endpoint URL is a configuration error.
  std::optional<bool> use_fips_endpoint = {};
  /// Else AWS_USE_DUALSTACK_ENDPOINT, `use_dualstack_endpoint`; beside an endpoint URL as above.
  std::optional<bool> use_dualstack_endpoint = {};
  /// False: no environment variable and no AWS profile file is read, and no EC2 instance is asked; only what
  /// is set here counts. For tests, and for programs that are configured in code alone.
  bool use_environment = true;
  /// Each whole call of a service, from its beginning until the answer's last byte: credentials, attempts and
  /// the pauses between them. No limit if unset.
  std::optional<std::chrono::milliseconds> timeout = {};
  /// One attempt of a service call.
  std::chrono::milliseconds attempt_timeout = std::chrono::seconds(60);
  /// The longest answer of a service that is kept in memory; a longer one ends with response_validation. What
  /// a sink takes (aws::GetObjectInput::body_sink) is not kept.
  std::size_t max_response_bytes = 256u << 20;
  std::chrono::milliseconds connect_timeout = std::chrono::seconds(5);
  /// Asked for the code of an MFA device when a role wants one. Called on the thread that needs credentials.
  /// What it throws counts as an error that it returns.
  std::function<Result<std::string>(const std::string& mfa_serial)> mfa_code = {};
  Logger logger = {};
  LogLevel log_level = LogLevel::warn;
  /// For tests: replaces the clock, the environment, files, randomness, processes and the network.
  std::shared_ptr<const World> world = {};
};

struct SessionState;

/// A configured way into AWS, shared by the clients that are made from it: credentials are found once and
/// refreshed for all of them. Constructing does no I/O and cannot fail. A handle: copies are the same
/// session. Thread-safe.
class Session {
 public:
  explicit Session(SessionOptions options = {});
  // Moving copies, so that no handle is ever empty.
  Session(const Session&) = default;
  Session& operator=(const Session&) = default;

  /// What this session's requests are signed with now.
  Result<Credentials> credentials(std::stop_token stop = {}) const;
  /// The token of the sign-in that the profile's `sso_session` names, as `aws sso login` has left it,
  /// refreshed if need be. For AWS services that take one instead of a signature; Bedrock does not.
  Result<BearerToken> sso_token(std::stop_token stop = {}) const;
  /// The region; the error, if there is none, names every place looked at. Where neither code nor the
  /// environment nor the profile has one, an EC2 instance is asked for its own.
  Result<std::string> region() const;

  /// Of this process: a child that fork() has made finds its credentials anew.
  const std::shared_ptr<SessionState>& state() const;

 private:
  std::shared_ptr<SessionState> state_;
};

/// What one service's client has of its own; what is empty is the session's.
struct ClientOptions {
  std::string region = {};
  /// Else the session's, AWS_ENDPOINT_URL_<SERVICE>, AWS_ENDPOINT_URL, the profile, then AWS's own endpoint.
  std::string endpoint_url = {};
};

/// Settings for one call to a service.
struct CallOptions {
  /// The whole call, its attempts and pauses included; else the session's. When it has passed, or would
  /// before the next attempt, the call ends with ErrorKind::timeout. Where a function makes several requests,
  /// it counts for each.
  std::optional<std::chrono::milliseconds> timeout = {};
  std::optional<std::chrono::milliseconds> attempt_timeout = {};  ///< One attempt; else the session's.
  /// Asking this to stop ends the call within 50 ms with ErrorKind::user_abort.
  std::stop_token stop_token = {};
};

}  // namespace anthropic::aws
