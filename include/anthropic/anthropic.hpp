#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <anthropic/call_record.hpp>
#include <anthropic/files.hpp>
#include <anthropic/headers.hpp>
#include <anthropic/log.hpp>
#include <anthropic/message_create_params.hpp>
#include <anthropic/message_stream.hpp>
#include <anthropic/messages.hpp>
#include <anthropic/middleware.hpp>
#include <anthropic/models.hpp>
#include <anthropic/option_overrides.hpp>
#include <anthropic/secret_string.hpp>

/// Claude on Anthropic's own API:
///
///     anthropic::Anthropic client;  // the key is in ANTHROPIC_API_KEY

namespace anthropic {

struct World;

/// How to reach Anthropic's API. What is set here wins over the environment. No variable or file of AWS is
/// read.
struct AnthropicOptions {
  /// Sent as x-api-key. Else ANTHROPIC_API_KEY.
  SecretString api_key = {};
  /// Sent as a bearer token instead of a key. Else, where there is no key, ANTHROPIC_AUTH_TOKEN.
  SecretString auth_token = {};
  /// Else ANTHROPIC_BASE_URL, else https://api.anthropic.com. A path prefix is kept.
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
  /// How often a failed request is sent again. Else 2.
  std::optional<int> max_retries = {};
  /// The most calls under way in the background (start(), create_all()); more wait for their turn. They share
  /// a few threads. With middleware, which may wait, each has a thread of its own, as each callback has.
  std::size_t max_threads = 1024;
  /// Sent with every request.
  Headers default_headers = {};
  /// Added to every request's URL.
  QueryParameters default_query = {};
  /// "http://host:port"; else HTTPS_PROXY, HTTP_PROXY and NO_PROXY. "none" uses no proxy whatever the
  /// environment.
  std::string proxy = {};
  /// A file of certificates in PEM form to trust instead of the system's.
  std::string ca_bundle = {};
  /// Around every call of `messages`, the first one outermost.
  std::vector<Middleware> middleware = {};
  /// Refuses, before anything is sent, what servers (docs/messages.md) and the model (docs/models.md) are
  /// known to refuse. A model that is newer than this library is only warned of.
  bool check_support = true;
  /// Told of each call when it has ended.
  CallObserver on_call = {};
  Logger logger = {};
  LogLevel log_level = LogLevel::warn;
  /// Sends requests without a key: for gateways that add one, and for the local endpoint with `--auth off`.
  bool skip_auth = false;
  /// For tests: replaces the clock, the environment, files, randomness and the network.
  std::shared_ptr<const World> world = {};
};

/// Claude on Anthropic's own API. Models go by Anthropic's ids; Bedrock's ids and aliases are turned into
/// those. Sends `anthropic-version: 2023-06-01`, unless `default_headers` has another one.
///
/// Constructing does no I/O and cannot fail: what is wrong with the options is said by the first call. A
/// client is a handle: copies share connections. All of it may be used from many threads at once.
/// https://docs.claude.com/en/api/overview
class Anthropic {
 public:
  explicit Anthropic(AnthropicOptions options = {});

  /// This client with other settings, over the same connections, threads and credentials:
  /// `client.with_options({.max_retries = 5}).messages.create(params)`. Costs no more than a copy.
  Anthropic with_options(const OptionOverrides& overrides) const;
  /// A client may stand where its `messages` are asked for: `ToolRunner(client, …)`, `parse<T>(client, …)`.
  operator const Messages&() const { return messages; }

  Messages messages;
  Models models;
  FilesAPI files;

 private:
  explicit Anthropic(const std::shared_ptr<MessagesBackend>& backend);
};

}  // namespace anthropic
