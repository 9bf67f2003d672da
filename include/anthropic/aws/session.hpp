#pragma once

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
#include <anthropic/log.hpp>
#include <anthropic/result.hpp>

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
  std::string secret_access_key = {};
  std::string session_token = {};
  /// Credentials of your own making; used unless keys are given above.
  std::shared_ptr<CredentialsProvider> credentials_provider = {};
  /// For every service of this session; else AWS_ENDPOINT_URL_<SERVICE>, AWS_ENDPOINT_URL, the profile.
  std::string endpoint_url = {};
  /// For one service each, by its name: {{"sts", "https://vpce-1.sts.us-east-1.vpce…"}}, "bedrock_runtime",
  /// "cloudwatch_logs"; boto's names ("logs", "ce") are taken, too, and any other name is a configuration
  /// error that lists them; so is an empty URL. Wins over `endpoint_url`, and is also where this session's
  /// credentials are asked for ("sts", "sso", "sso_oidc", "signin"), which `endpoint_url` is not.
  std::vector<std::pair<std::string, std::string>> service_endpoint_urls = {};
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
  /// Of one attempt of a service call.
  std::chrono::milliseconds timeout = std::chrono::seconds(60);
  std::chrono::milliseconds connect_timeout = std::chrono::seconds(5);
  /// Asked for the code of an MFA device when a role wants one. Called on the thread that needs credentials.
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

  /// What this session's requests are signed with now.
  Result<Credentials> credentials(std::stop_token stop = {}) const;
  /// The token of the sign-in that the profile's `sso_session` names, as `aws sso login` has left it,
  /// refreshed if need be. For AWS services that take one instead of a signature; Bedrock does not.
  Result<BearerToken> sso_token(std::stop_token stop = {}) const;
  /// The region; the error, if there is none, names every place looked at. Where neither code nor the
  /// environment nor the profile has one, an EC2 instance is asked for its own.
  Result<std::string> region() const;

  const std::shared_ptr<SessionState>& state() const { return state_; }

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
  std::optional<std::chrono::milliseconds> timeout = {};  ///< of one attempt; else the session's
  /// Asking this to stop ends the call within 50 ms with ErrorKind::user_abort.
  std::stop_token stop_token = {};
};

}  // namespace anthropic::aws
