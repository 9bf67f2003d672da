#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include <anthropic/headers.hpp>
#include <anthropic/result.hpp>

#include "base/environment.hpp"
#include "http/body_source.hpp"
#include "http/wait.hpp"

namespace anthropic::internal {

/// How a connection is made; requests that differ in it do not share one.
struct ConnectionSettings {
  std::string proxy = {};      ///< "http://host:port"; empty: the environment's; "none": no proxy
  std::string ca_bundle = {};  ///< a PEM file; empty: the system's
  std::chrono::milliseconds connect_timeout = std::chrono::seconds(5);
};

/// A request as it goes over the wire. The views must stay valid until the exchange is destroyed; the headers
/// are read when it is opened, and never after.
struct HttpRequest {
  std::string_view method;
  std::string_view url;              ///< Sent unchanged: dots are not normalised, nothing is re-encoded.
  const Headers* headers = nullptr;  ///< All of them, `host` too; nothing is added but content-length.
  std::string_view body;
  BodySource* body_source = nullptr;  ///< Instead of `body`; null if there is none.
  const ConnectionSettings* connection = nullptr;
  /// The whole exchange until the head has arrived, and for `read_all` the body too.
  std::chrono::milliseconds timeout = std::chrono::minutes(10);
  /// The longest silence while a streamed body is read.
  std::chrono::milliseconds idle_timeout = std::chrono::minutes(2);
  /// The time that is left for the whole call: until the body's last byte, streamed or not.
  std::optional<std::chrono::milliseconds> time_left = {};
  std::chrono::milliseconds call_timeout = {};  ///< Of which that is left; for the error's text.
  std::stop_token stop = {};

  std::uint64_t body_size() const { return body_source ? body_source->size() : body.size(); }
};

/// The head of an answer.
struct HttpHead {
  int status = 0;
  Headers headers = {};
};

/// One request in flight, for one thread. Destroying it before its end closes the connection.
///
/// Its head and its body are asked for in two ways: poll_head(), poll_body() and collect() never wait; head(),
/// read(), read_all() and read_start() block until there is what they return. Where the former say that there
/// is nothing to wait for, the latter return at once.
///
/// Failures are of kind `connection` (nothing of the answer had come, or it broke off), `timeout`,
/// `user_abort`, or `configuration` (a CA file that cannot be read). `sent()` tells whether the server may
/// have seen the request.
class HttpExchange {
 public:
  virtual ~HttpExchange() = default;
  /// What to wait for until the answer's head, or a failure, is there.
  virtual std::optional<Wait> poll_head() = 0;
  /// What to wait for until the next piece of the body, its end or a failure is there. A piece that read() has
  /// returned ends with this. Not calling it is back-pressure.
  virtual std::optional<Wait> poll_body() = 0;
  /// What to wait for until read_all() has all that it returns; begins with want_whole_body().
  std::optional<Wait> collect(std::size_t limit);
  /// Blocks until what a poll waits for is there, or that time has come. It may return earlier.
  virtual void wait(SteadyTime until) = 0;

  /// The answer's head. May be called again.
  Result<const HttpHead*> head();
  /// The next piece of the body, valid until the next call; empty at the end.
  Result<std::string_view> read();
  /// The rest of the body. More than `limit` bytes is a failure of kind response_validation.
  Result<std::string> read_all(std::size_t limit = 256u << 20);
  /// The same; the failure names the option of that name.
  Result<std::string> read_answer(std::size_t max_response_bytes);
  /// The rest of the body, or its first `limit` bytes if it is longer; what had come, if it broke off.
  std::string read_start(std::size_t limit);

  /// The body is wanted to its end at once: from here on `timeout` counts, not `idle_timeout`.
  virtual void want_whole_body() {}
  /// Nothing more of the body is wanted, and nothing is waited for. The connection is kept if the body's end
  /// has arrived, or arrives before the next request wants it; otherwise it is closed. Destroy it then.
  virtual void leave_rest() {}
  /// Whether the whole request had been handed to the network, so that the server may be working on it.
  virtual bool sent() const = 0;

 protected:
  /// What poll_head() has found: the head or the failure.
  virtual Result<const HttpHead*> take_head() = 0;
  /// What poll_body() has found: a piece, the end or the failure.
  virtual Result<std::string_view> take_piece() = 0;
  /// The piece of take_piece() in storage that it leaves to the caller; false if it cannot.
  virtual bool give_piece(std::string&) { return false; }

 private:
  void end_collecting(Error error);
  void add(std::string_view piece, std::size_t limit);

  std::string body_;  // that collect() has had so far
  bool is_collected_ = false;
  std::unique_ptr<const Error> why_not_collected_;
};

class TaskLoop;

/// Sends requests. Thread-safe.
class Transport {
 public:
  virtual ~Transport() = default;
  /// Starts a request; does not wait for the answer. head() reports a failure to start.
  virtual std::unique_ptr<HttpExchange> open(const HttpRequest& request) = 0;
  /// A loop with connections of its own. Null if this transport's exchanges can wait only by blocking their
  /// thread.
  virtual std::shared_ptr<TaskLoop> make_loop() { return nullptr; }
};

/// The transport on libcurl: HTTP/1.1, warm connections, no redirects, TLS always verified. The environment
/// is read once, for SSL_CERT_FILE, SSL_CERT_DIR and the proxy variables.
std::shared_ptr<Transport> make_curl_transport(const Environment& environment = RealEnvironment());

}  // namespace anthropic::internal
