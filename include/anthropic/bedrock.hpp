#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <anthropic/aws/credentials.hpp>
#include <anthropic/aws/session.hpp>
#include <anthropic/call_record.hpp>
#include <anthropic/files.hpp>
#include <anthropic/headers.hpp>
#include <anthropic/log.hpp>
#include <anthropic/message_create_params.hpp>
#include <anthropic/message_stream.hpp>
#include <anthropic/messages.hpp>
#include <anthropic/middleware.hpp>
#include <anthropic/model_catalog.hpp>
#include <anthropic/models.hpp>
#include <anthropic/option_overrides.hpp>
#include <anthropic/secret_string.hpp>

/// Everything for Claude on Amazon Bedrock:
///
///     anthropic::AnthropicBedrock client({.aws_region = "us-east-1"});
///     auto message = client.messages.create({.model = "haiku", .max_tokens = 500, .messages = {{"user",
///     "Hello"}}}); std::cout << message->text();

namespace anthropic {

struct World;  // the clock, environment, files and network of a client; replaced in tests

/// Which of the two ways into Bedrock's runtime a client takes (docs/platforms.md).
enum class BedrockAPI : std::uint8_t {
  invoke_model,  ///< InvokeModel and its stream: every model, guardrails, structured output.
  /// The runtime's own Messages endpoint, POST /anthropic/v1/messages with server-sent events: newer models
  /// through inference profiles. AWS recommends it for new programs.
  messages,
};

/// How to reach Bedrock. Everything is optional: what is left empty is taken from the environment and from
/// the AWS profile files. What is set here wins over both.
struct AnthropicBedrockOptions {
  /// Else AWS_REGION, AWS_DEFAULT_REGION, the profile's `region`.
  std::string aws_region = {};
  /// With `aws_secret_key`, else the chain: environment, profile.
  std::string aws_access_key = {};
  SecretString aws_secret_key = {};
  SecretString aws_session_token = {};
  /// Else AWS_PROFILE, AWS_DEFAULT_PROFILE, else "default".
  std::string aws_profile = {};
  /// Credentials, region, endpoint, FIPS, proxy, certificates and retries from a session. Keys, a profile or
  /// a provider beside it are a configuration error; `aws_region`, `base_url`, `max_retries`, `proxy` and
  /// `ca_bundle`, where given, win over it.
  std::optional<aws::Session> aws_session = {};
  /// A Bedrock API key, sent as a bearer token. Else AWS_BEARER_TOKEN_BEDROCK, unless credentials are given
  /// here.
  SecretString api_key = {};
  /// Else ANTHROPIC_BEDROCK_BASE_URL, AWS_ENDPOINT_URL_BEDROCK_RUNTIME, AWS_ENDPOINT_URL, the profile's
  /// `endpoint_url`, then the region's own endpoint. A path prefix is kept.
  std::string base_url = {};
  /// Each whole call, from its beginning until the answer's last byte: credentials, attempts, the pauses
  /// between them, and of a stream its reading. No limit if unset. RequestOptions::timeout says more.
  std::optional<std::chrono::milliseconds> timeout = {};
  /// One attempt until its answer has come, of a stream until the answer has begun. Else `timeout`, else ten
  /// minutes.
  std::optional<std::chrono::milliseconds> attempt_timeout = {};
  std::chrono::milliseconds connect_timeout = std::chrono::seconds(5);
  /// The longest silence within a stream that has begun.
  std::chrono::milliseconds stream_idle_timeout = std::chrono::minutes(2);
  /// The longest answer that is kept in memory: a body, or the events of a stream together. A longer one ends
  /// with response_validation.
  std::size_t max_response_bytes = 256u << 20;
  /// The longest event of a stream, and the longest line of a batch's results; as above.
  std::size_t max_event_bytes = 16u << 20;
  /// How often a failed request is sent again. Else AWS_MAX_ATTEMPTS less one, else 2.
  std::optional<int> max_retries = {};
  /// The most calls under way in the background (start(), create_all()); more wait for their turn. They share
  /// a few threads. With middleware, which may wait, each has a thread of its own, as each callback has.
  std::size_t max_threads = 1024;
  /// Sent with every request.
  Headers default_headers = {};
  /// Added to every request's URL, and signed.
  QueryParameters default_query = {};
  /// "http://host:port"; else HTTPS_PROXY, HTTP_PROXY and NO_PROXY. "none" uses no proxy whatever the
  /// environment.
  std::string proxy = {};
  /// A file of certificates in PEM form to trust instead of the system's. Else AWS_CA_BUNDLE.
  std::string ca_bundle = {};
  BedrockAPI api = BedrockAPI::invoke_model;
  /// Around every call of `messages`, the first one outermost.
  std::vector<Middleware> middleware = {};
  /// Refuses, before anything is sent, what Bedrock is known not to have (docs/platforms.md) and what servers
  /// (docs/messages.md) and the model (docs/models.md) are known to refuse. A model that is newer than this
  /// library is only warned of.
  bool check_support = true;
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

  /// This client with other settings, over the same connections, threads and credentials:
  /// `client.with_options({.max_retries = 5}).messages.create(params)`. Costs no more than a copy.
  AnthropicBedrock with_options(const OptionOverrides& overrides) const;
  /// A client may stand where its `messages` are asked for: `ToolRunner(client, …)`, `parse<T>(client, …)`.
  operator const Messages&() const { return messages; }

  /// `messages.batches` is refused by name: Bedrock's batch inference jobs are in aws::Bedrock.
  Messages messages;
  /// The library's catalogue: Bedrock's runtime has no list of models, so that nothing is sent. What AWS
  /// itself lists is in aws::Bedrock::list_foundation_models and list_inference_profiles.
  Models models;
  /// Refused by name: Bedrock keeps no files.
  FilesAPI files;

 private:
  explicit AnthropicBedrock(const std::shared_ptr<MessagesBackend>& backend);
};

}  // namespace anthropic
