#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

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

/// Claude on Anthropic's own API:
///
///     anthropic::Anthropic client;  // the key is in ANTHROPIC_API_KEY

namespace anthropic::internal {
class ClientCore;
struct Access;
}  // namespace anthropic::internal

namespace anthropic::inline v0 {

/// How to reach Anthropic's API. Members set here win over the environment. No variable or file of AWS is
/// read.
struct AnthropicOptions {
  /// Sent as x-api-key. Else ANTHROPIC_API_KEY.
  SecretString api_key = {};
  /// Sent as a bearer token instead of a key. Else, where there is no key, ANTHROPIC_AUTH_TOKEN.
  SecretString auth_token = {};
  /// Else ANTHROPIC_BASE_URL, else https://api.anthropic.com. A path prefix is kept.
  std::string base_url = {};
  /// Bounds each whole call, from its beginning until the answer's last byte: credentials, attempts, the
  /// pauses between them, and reading a stream. No limit if unset. See RequestOptions::timeout.
  std::optional<std::chrono::milliseconds> timeout = {};
  /// Bounds one attempt until its answer has arrived; for a stream, until the answer has begun. Else
  /// `timeout`, else ten minutes.
  std::optional<std::chrono::milliseconds> attempt_timeout = {};
  /// How often a failed request is sent again. Else 2.
  std::optional<int> max_retries = {};
  /// The most background calls in flight (start(), create_all()); further calls wait. They share a few
  /// threads. With middleware, which may block, each has a thread of its own, as each callback has.
  int max_background_calls = 1024;
  /// Sent with every request.
  Headers default_headers = {};
  /// Added to every request's URL.
  QueryParameters default_query = {};
  /// Wraps every call of `messages`, the first one outermost.
  std::vector<Middleware> middleware = {};
  /// Refuses, before anything is sent, what servers (docs/messages.md) and the model (docs/models.md) are
  /// known to refuse. For a model newer than this library the log only warns.
  bool check_support = true;
  /// Sends requests without a key: for gateways that add one, and for the local endpoint with `--auth off`.
  bool skip_auth = false;
  /// Connecting, proxy, certificates, and limits on what is received.
  TransportOptions transport = {};
  /// Observers of calls, and the log.
  ObserveOptions observe = {};
};

/// Claude on Anthropic's own API. Models go by Anthropic's ids; Bedrock's ids and aliases are turned into
/// those. Sends `anthropic-version: 2023-06-01`, unless `default_headers` has another one.
///
/// Constructing does no I/O and cannot fail: the first call reports what is wrong with the options. A client
/// is a handle: copies share connections. Any number of threads may use it concurrently.
/// https://docs.claude.com/en/api/overview
class Anthropic {
 public:
  using Options = AnthropicOptions;

  explicit Anthropic(AnthropicOptions options = {});

  /// This client with other settings, over the same connections, threads and credentials:
  /// `client.with_options({.max_retries = 5}).messages.create(params)`. As cheap as a copy.
  Anthropic with_options(const OptionOverrides& overrides) const;
  /// A client converts to its `messages`: `ToolRunner(client, …)`, `parse<T>(client, …)`.
  operator const Messages&() const { return messages; }

  Messages messages;
  Models models;
  FilesAPI files;

 private:
  friend struct internal::Access;
  explicit Anthropic(const std::shared_ptr<internal::ClientCore>& core);
};

}  // namespace anthropic::inline v0
