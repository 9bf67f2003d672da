#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <anthropic/aws/credentials.hpp>
#include <anthropic/bedrock.hpp>
#include <anthropic/headers.hpp>
#include <anthropic/lifetime_bound.hpp>
#include <anthropic/result.hpp>
#include <anthropic/string_list.hpp>
#include <anthropic/testing/replies.hpp>

namespace anthropic::inline v0::testing {

/// Whether requests must be signed.
enum class LocalAuth : std::uint8_t {
  strict,  ///< A valid signature or bearer token, as on AWS.
  off,     ///< Only web pages are refused: see `allowed_hosts`.
};

/// A request that a local endpoint answered or refused. Its headers contain what the client sent, including
/// signatures and tokens: for tests, not for logs.
struct LocalRequest {
  std::string method = {};
  std::string target = {};  ///< As on the wire, with percent-escapes.
  Headers headers = {};     ///< In the order sent, names as sent; HTTP/2's `:authority` as `host`.
  std::string body = {};    ///< Empty or cut off if it was refused for its size or before it was read.
  std::string model = {};   ///< The model id of the path, decoded; empty if there is none.
  int status = 0;           ///< The answer's status; 0 if the connection was reset instead.
  std::string error_code = {};
  std::string request_id = {};
  /// What it asked for: an operation of AWS ("InvokeModel", "sts:GetCallerIdentity"), else method and path, `*`
  /// for an id ("GET /v1/files/*").
  std::string operation = {};
  bool streamed = false;                 ///< The answer was a stream.
  std::vector<std::string> faults = {};  ///< Those that befell it: "throttle", "stall=2".
  std::string protocol = {};             ///< "HTTP/1.1" or "HTTP/2".
};

/// How a local endpoint behaves. The defaults give a strict endpoint on a free port of this machine.
struct LocalBedrockOptions {
  std::string host = "127.0.0.1";  ///< The numeric address to listen on.
  std::uint16_t port = 0;          ///< 0: a free one.
  /// The keys that are accepted. A session token, if set, must come with the request; after `expiration` the
  /// answer is ExpiredTokenException. If empty, the endpoint makes a pair, see LocalBedrock::credentials().
  std::vector<aws::Credentials> keys = {};
  StringList bearer_tokens = {};  ///< Bedrock API keys that are accepted.
  StringList api_keys = {};       ///< Keys of Anthropic's own API that are accepted.
  /// How long the keys live at most that its STS hands out, whatever a client asks for, so that a test sees them
  /// renewed. At least 1; unset, as long as is asked for.
  std::optional<std::chrono::seconds> sts_lifetime = {};
  /// If set, `GET /credentials` gives whoever sends it as `Authorization` keys that expire, as containers on AWS
  /// get them: by AWS_CONTAINER_CREDENTIALS_FULL_URI and AWS_CONTAINER_AUTHORIZATION_TOKEN.
  std::string container_token = {};
  LocalAuth auth = LocalAuth::strict;
  /// With LocalAuth::off, names that the `Host` and `Origin` headers may hold, without a port, beside those
  /// of loopback and `host`; others are refused. So no web page can call it through a host name of its own.
  std::vector<std::string> allowed_hosts = {};
  /// Over TLS, with a certificate made at the start for loopback, `host` and `allowed_hosts`. Its key is in memory
  /// only. HTTP/2 is negotiated.
  bool tls = false;
  /// With `tls`: where to write LocalBedrock::ca_certificate(), for clients that are given a file.
  std::string ca_file = {};
  Replies replies = {};           ///< What to answer: `{"Hello.", "How are you?"}`, or JSON.
  std::string replies_file = {};  ///< The JSON from a file; set only one of the two.
  std::string fault = {};         ///< The fault of every request (docs/local-endpoint.md).
  /// A file to which each request and its answer are appended, a line of JSON each, without secrets.
  std::string record_file = {};
  /// Such a file, to answer from; what is not in it is refused. Signatures are checked, faults befall as ever.
  std::string replay_file = {};
  std::string region = "us-east-1";
  /// How many threads serve; one is enough for thousands of streams. At least 1.
  int threads = 1;
  /// How many connections may be open; further ones get 503. At least 1.
  int max_connections = 4096;
  /// How many bytes the bodies of all requests in flight may take together; requests beyond that get 503. At
  /// least 1. A single body has Bedrock's limit, 25,000,000 bytes, and the body of a refused head is not
  /// kept.
  std::size_t body_memory = std::size_t{256} << 20;
  /// How long one body may take to arrive; then the answer is 408. More than 0.
  std::chrono::milliseconds body_timeout = std::chrono::seconds(30);
  /// How many requests requests() remembers: the latest ones, and no more than 64 MiB of bodies. 0
  /// for none.
  int recorded_requests = 1000;
  /// Receives one line per request: time, request id, method, target, model, status, error code; one, too, on
  /// what was wrong with bytes that are no request. No secrets, no prompts. Called from the threads that serve.
  std::function<void(std::string_view line)> log = {};
  /// Receives each request as it is answered, remembered or not. Called from the threads that serve.
  std::function<void(const LocalRequest& request)> on_request = {};
  /// The endpoint's clock; the system's if empty. Called from the threads that serve.
  std::function<std::chrono::system_clock::time_point()> now = {};
};

/// A strict stand-in for Amazon Bedrock on this machine, over real HTTP. It is not Claude: each answer has
/// the header `x-local-endpoint: not Claude`, and each message id begins with "msg_local_".
///
/// Owns its listening socket and its threads; destroying it stops it. May be moved while it runs: the
/// moved-from object still knows the URL, but stops nothing. All members are thread-safe.
class LocalBedrock {
 public:
  /// Listens and serves. Fails with ErrorKind::configuration if an option is wrong (the message names the
  /// option and the place), and with ErrorKind::connection if it cannot listen on the address.
  static Result<LocalBedrock> start(LocalBedrockOptions options = {});

  LocalBedrock(LocalBedrock&&) noexcept;
  LocalBedrock& operator=(LocalBedrock&&) noexcept;
  ~LocalBedrock();

  /// "http://127.0.0.1:8123"; with `tls` "https://…"
  std::string base_url() const;
  std::uint16_t port() const;
  const std::string& region() const ANTHROPIC_LIFETIME_BOUND;

  /// The first of the accepted keys.
  const aws::Credentials& credentials() const ANTHROPIC_LIFETIME_BOUND;
  const std::vector<aws::Credentials>& keys() const ANTHROPIC_LIFETIME_BOUND;

  /// With `tls` the certificate, in PEM, of the authority that clients have to trust; else empty.
  const std::string& ca_certificate() const ANTHROPIC_LIFETIME_BOUND;

  /// What a client of it needs: its URL, its region, the first of the keys, and `ca_file`. Change the options as you like:
  /// `auto options = local->client_options(); options.max_retries = 0;`.
  AnthropicBedrockOptions client_options() const;

  /// The latest requests, the oldest first.
  std::vector<LocalRequest> requests() const;
  /// How many requests were answered so far, including those no longer remembered.
  std::uint64_t request_count() const;
  /// How many connections are open now.
  std::size_t open_connections() const;

  /// Closes every connection, even in the middle of an answer, and waits for the threads. Idempotent.
  void stop();

 private:
  struct State;
  explicit LocalBedrock(std::shared_ptr<State> state);
  std::shared_ptr<State> state_;
  bool owns_ = true;
};

}  // namespace anthropic::inline v0::testing
