#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <anthropic/aws/credentials.hpp>
#include <anthropic/aws/session.hpp>
#include <anthropic/call_record.hpp>
#include <anthropic/files.hpp>
#include <anthropic/headers.hpp>
#include <anthropic/message_create_params.hpp>
#include <anthropic/message_stream.hpp>
#include <anthropic/messages.hpp>
#include <anthropic/middleware.hpp>
#include <anthropic/models.hpp>
#include <anthropic/observe_options.hpp>
#include <anthropic/option_overrides.hpp>
#include <anthropic/secret_string.hpp>
#include <anthropic/transport_options.hpp>

/// Claude on Bedrock's Mantle endpoint, which has the newest models first, in few regions:
///
///     anthropic::AnthropicBedrockMantle client({.aws_region = "us-east-1"});

namespace anthropic::internal {
class ClientCore;
struct Access;
}  // namespace anthropic::internal

namespace anthropic::inline v0 {

/// How to reach the Mantle endpoint. Everything is optional: empty members come from the environment and the
/// AWS profile files. Members set here win over both.
struct AnthropicBedrockMantleOptions {
  /// Else AWS_REGION, AWS_DEFAULT_REGION, the profile's `region`.
  std::string aws_region = {};
  /// Else AWS_PROFILE, AWS_DEFAULT_PROFILE, else "default".
  std::string aws_profile = {};
  /// With `aws_secret_key`, else the chain: environment, profile.
  std::string aws_access_key = {};
  SecretString aws_secret_key = {};
  SecretString aws_session_token = {};
  /// Credentials of your own making; used unless keys are given above.
  std::shared_ptr<aws::CredentialsProvider> credentials_provider = {};
  /// Credentials, region, transport, observers and retries from a session. Keys, a profile or a provider
  /// beside it are a configuration error. Other members given here win over it.
  std::optional<aws::Session> aws_session = {};
  /// A Bedrock API key, sent as a bearer token. Else AWS_BEARER_TOKEN_BEDROCK, unless credentials are given
  /// here.
  SecretString api_key = {};
  /// With the path that comes before /v1/messages: "https://gateway.example/anthropic". Else
  /// ANTHROPIC_BEDROCK_MANTLE_BASE_URL, AWS_ENDPOINT_URL_BEDROCK_MANTLE and AWS_ENDPOINT_URL with
  /// "/anthropic" behind them, then https://bedrock-mantle.REGION.api.aws/anthropic.
  std::string base_url = {};
  /// Bounds each whole call, from its beginning until the answer's last byte: credentials, attempts, the
  /// pauses between them, and reading a stream. No limit if unset. See RequestOptions::timeout.
  std::optional<std::chrono::milliseconds> timeout = {};
  /// Bounds one attempt until its answer has arrived; for a stream, until the answer has begun. Else
  /// `timeout`, else ten minutes.
  std::optional<std::chrono::milliseconds> attempt_timeout = {};
  /// How often a failed request is sent again. Else AWS_MAX_ATTEMPTS less one, else 2.
  std::optional<int> max_retries = {};
  /// The most background calls in flight (start(), create_all()); further calls wait. They share a few
  /// threads. With middleware, which may block, each has a thread of its own, as each callback has.
  int max_background_calls = 1024;
  /// Sent with every request.
  Headers default_headers = {};
  /// Added to every request's URL, and signed.
  QueryParameters default_query = {};
  /// Wraps every call of `messages`, the first one outermost.
  std::vector<Middleware> middleware = {};
  /// Refuses, before anything is sent, what the platform is known to lack (docs/platforms.md) and what
  /// servers (docs/messages.md) and the model (docs/models.md) are known to refuse. For a model newer than
  /// this library the log only warns.
  bool check_support = true;
  /// Sends requests without a signature or a key: for gateways that add one, and for the local endpoint with
  /// `--auth off`.
  bool skip_auth = false;
  /// Connecting, proxy, certificates, and limits on what is received.
  TransportOptions transport = {};
  /// Observers of calls, and the log.
  ObserveOptions observe = {};
};

/// Claude on Bedrock's Mantle endpoint. Models go by their ids without a profile ("anthropic.claude-…"); ids
/// with one, and aliases, are turned into those. Signed for the service "bedrock-mantle".
///
/// Constructing does no I/O and cannot fail: the first call reports what is wrong with the options. A client
/// is a handle, safe from many threads, as AnthropicBedrock is.
class AnthropicBedrockMantle {
 public:
  using Options = AnthropicBedrockMantleOptions;

  explicit AnthropicBedrockMantle(AnthropicBedrockMantleOptions options = {});

  /// This client with other settings, over the same connections, threads and credentials:
  /// `client.with_options({.max_retries = 5}).messages.create(params)`. As cheap as a copy.
  AnthropicBedrockMantle with_options(const OptionOverrides& overrides) const;
  /// A client converts to its `messages`: `ToolRunner(client, …)`, `parse<T>(client, …)`.
  operator const Messages&() const { return messages; }

  /// `messages.batches` is refused by name.
  Messages messages;
  /// The library's catalogue, without a request. Not every model in it is on this endpoint.
  Models models;
  /// Refused by name: Bedrock keeps no files.
  FilesAPI files;

 private:
  friend struct internal::Access;
  explicit AnthropicBedrockMantle(const std::shared_ptr<internal::ClientCore>& core);
};

}  // namespace anthropic::inline v0
