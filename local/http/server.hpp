#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <anthropic/result.hpp>

#include "local/connection/tls.hpp"
#include "local/server/exchange.hpp"
#include "local/server/limits.hpp"

namespace anthropic::internal::local {

struct ServerSettings {
  std::string host;
  std::uint16_t port = 0;
  int threads = 1;
  /// Answers a request. Called from the server's threads; must not block.
  std::function<Answer(const Request&)> handler;
  /// Whether it needs the body of a request whose head this is; always, if empty. See SessionSettings.
  std::function<bool(const Request&)> needs_body = {};
  /// Hears what was wrong with bytes that are no request, if not empty. Called from the server's threads.
  std::function<void(std::string_view what)> on_malformed = {};
  Limits limits = {};
  std::shared_ptr<const TlsServer> tls = {};  ///< If it is to be https.
};

/// A server of HTTP/1.1 and HTTP/2 on one port. Streams wait on timers and not on threads.
/// Whoever connects when there are too many connections gets an answer that says so, or, if these are too
/// many as well, none.
class Server {
 public:
  /// Listens, and starts the threads. Fails with ErrorKind::connection.
  static Result<std::unique_ptr<Server>> start(ServerSettings settings);
  ~Server();

  std::uint16_t port() const;
  std::size_t open_connections() const;
  /// Closes every connection and joins the threads. Not from a server's thread. In a child that fork() has
  /// made it does nothing: the server is the parent's.
  void stop();

 private:
  struct State;
  explicit Server(std::shared_ptr<State> state);
  std::shared_ptr<State> state_;
};

}  // namespace anthropic::internal::local
