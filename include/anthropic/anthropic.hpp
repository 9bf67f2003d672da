#pragma once

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

/// Claude on Anthropic's own API:
///
///     anthropic::Anthropic client;  // the key is in ANTHROPIC_API_KEY

namespace anthropic {

struct World;

/// How to reach Anthropic's API. What is set here wins over the environment. No variable or file of AWS is
/// read.
struct AnthropicOptions {
  /// Sent as x-api-key. Else ANTHROPIC_API_KEY.
  std::string api_key = {};
  /// Sent as a bearer token instead of a key. Else, where there is no key, ANTHROPIC_AUTH_TOKEN.
  std::string auth_token = {};
  /// Else ANTHROPIC_BASE_URL, else https://api.anthropic.com. A path prefix is kept.
  std::string base_url = {};
  /// One whole attempt. A stream is not cut by it once its first event has arrived.
  std::chrono::milliseconds timeout = std::chrono::minutes(10);
  std::chrono::milliseconds connect_timeout = std::chrono::seconds(5);
  /// The longest silence within a stream that has begun.
  std::chrono::milliseconds stream_idle_timeout = std::chrono::minutes(2);
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

  Messages messages;
  Models models;
  FilesAPI files;

 private:
  explicit Anthropic(const std::shared_ptr<MessagesBackend>& backend);
};

}  // namespace anthropic
