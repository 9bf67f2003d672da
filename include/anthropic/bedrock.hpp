#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include <anthropic/aws/credentials.hpp>
#include <anthropic/aws/session.hpp>
#include <anthropic/call_record.hpp>
#include <anthropic/headers.hpp>
#include <anthropic/log.hpp>
#include <anthropic/message_create_params.hpp>
#include <anthropic/message_stream.hpp>
#include <anthropic/messages.hpp>
#include <anthropic/model_catalog.hpp>

/// Everything for Claude on Amazon Bedrock:
///
///     anthropic::AnthropicBedrock client({.aws_region = "us-east-1"});
///     auto message = client.messages.create({.model = "haiku", .max_tokens = 500, .messages = {{"user",
///     "Hello"}}}); std::cout << message->text();

namespace anthropic {

struct World;  // the clock, environment, files and network of a client; replaced in tests

/// How to reach Bedrock. Everything is optional: what is left empty is taken from the environment and from
/// the AWS profile files. What is set here wins over both.
struct AnthropicBedrockOptions {
  /// Else AWS_REGION, AWS_DEFAULT_REGION, the profile's `region`.
  std::string aws_region = {};
  /// With `aws_secret_key`, else the chain: environment, profile.
  std::string aws_access_key = {};
  std::string aws_secret_key = {};
  std::string aws_session_token = {};
  /// Else AWS_PROFILE, else "default".
  std::string aws_profile = {};
  /// Credentials, region, endpoint, proxy and retries from a session, in place of the options above and of
  /// those below that it has too. `aws_region`, `base_url` and `max_retries` still win over it.
  std::optional<aws::Session> aws_session = {};
  /// A Bedrock API key, sent as a bearer token. Else AWS_BEARER_TOKEN_BEDROCK, unless credentials are given
  /// here.
  std::string api_key = {};
  /// Else ANTHROPIC_BEDROCK_BASE_URL, AWS_ENDPOINT_URL_BEDROCK_RUNTIME, AWS_ENDPOINT_URL, the profile's
  /// `endpoint_url`, then the region's own endpoint. A path prefix is kept.
  std::string base_url = {};
  /// One whole attempt. A stream is not cut by it once its first event has arrived.
  std::chrono::milliseconds timeout = std::chrono::minutes(10);
  std::chrono::milliseconds connect_timeout = std::chrono::seconds(5);
  /// The longest silence within a stream that has begun.
  std::chrono::milliseconds stream_idle_timeout = std::chrono::minutes(2);
  /// How often a failed request is sent again. Else AWS_MAX_ATTEMPTS less one, else 2.
  std::optional<int> max_retries = {};
  /// The most threads for calls that do not run on the caller's: start(), create_all(). They come as they are
  /// needed and go when they are not; at least one.
  std::size_t max_threads = 1024;
  /// Sent with every request.
  Headers default_headers = {};
  /// "http://host:port"; else HTTPS_PROXY, HTTP_PROXY and NO_PROXY. "none" uses no proxy whatever the
  /// environment.
  std::string proxy = {};
  /// A file of certificates in PEM form to trust instead of the system's. Else AWS_CA_BUNDLE.
  std::string ca_bundle = {};
  /// Told of each call when it has ended; aws::CloudWatchMonitor is one.
  CallObserver on_call = {};
  Logger logger = {};
  LogLevel log_level = LogLevel::warn;
  /// Sends requests without a signature: for gateways that sign, and for the local endpoint with `--auth
  /// off`.
  bool skip_auth = false;
  /// Credentials of your own making; used unless keys are given above.
  std::shared_ptr<aws::CredentialsProvider> credentials_provider = {};
  /// For tests: replaces the clock, the environment, files, randomness and the network.
  std::shared_ptr<const World> world = {};
};

/// Claude on Amazon Bedrock.
///
/// Constructing does no I/O and cannot fail: what is wrong with the options is said by the first call. A
/// client is a handle: copies share connections and cached credentials. All of it may be used from many
/// threads at once; each call runs on the thread that makes it.
/// https://docs.aws.amazon.com/bedrock/latest/userguide/inference.html
class AnthropicBedrock {
 public:
  explicit AnthropicBedrock(AnthropicBedrockOptions options = {});

  Messages messages;
};

}  // namespace anthropic
