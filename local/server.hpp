#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include <anthropic/result.hpp>

#include "local/exchange.hpp"

namespace anthropic::local {

struct ServerSettings {
  std::string host;
  std::uint16_t port = 0;
  int threads = 1;
  /// Answers a request. Called from the server's threads; must not block.
  std::function<Answer(const Request&)> handler;
};

/// An HTTP/1.1 server: keep-alive, Expect: 100-continue, streams that wait on timers and not on threads.
class Server {
 public:
  /// Listens, and starts the threads. Fails with ErrorKind::connection.
  static Result<std::unique_ptr<Server>> start(ServerSettings settings);
  ~Server();

  std::uint16_t port() const;
  std::size_t open_connections() const;
  /// Closes every connection and joins the threads. Not from a server's thread.
  void stop();

 private:
  struct State;
  explicit Server(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace anthropic::local
