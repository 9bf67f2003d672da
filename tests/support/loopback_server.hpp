#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/public_names.hpp"
#include "support/test_certificates.hpp"

namespace anthropic::internal::testing {

/// One accepted connection, in the hands of a script. Blocking; unblocked when the server is destroyed.
class Connection {
 public:
  Connection(int socket, int number, ServerTls* tls);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// A request, head and body (by its content-length), as it came; empty if the client closed instead.
  std::string read_request();
  /// Up to and with the empty line.
  std::string read_head();
  /// False once the client is gone.
  bool write(std::string_view bytes);
  /// Waits for that many bytes, and leaves them to be read. False if the client closed before.
  bool wait_for(std::size_t bytes);
  /// Reads and drops everything until the client closes.
  void wait_for_close();
  /// Reads nothing more; waits until the client closes or the server is destroyed.
  void wait_for_stop();
  /// Closes with a RST instead of a FIN.
  void reset();
  /// Copies bytes both ways between this client and a local port, until either side closes.
  void tunnel_to(std::uint16_t port);
  /// The client came with the TLS session of an earlier connection.
  bool tls_session_resumed() const;
  /// Bytes the kernel took from write() so far.
  std::size_t written() const { return written_; }
  /// 0 for the first connection the server accepted.
  int number() const { return number_; }

 private:
  friend class LoopbackServer;
  /// Reads more into pending_; false at the end.
  bool fill();
  long receive(char* buffer, std::size_t size);
  void shut_down();

  std::atomic<int> socket_;  // the server shuts it down from its own thread
  const int number_;
  SSL* ssl_ = nullptr;
  std::string pending_;
  std::atomic<std::size_t> written_ = 0;
};

/// A server on 127.0.0.1 whose behaviour is a script, run on a thread for each connection. The connection
/// closes when its script returns. The destructor closes everything and waits for the scripts.
class LoopbackServer {
 public:
  using Script = std::function<void(Connection&)>;
  explicit LoopbackServer(Script script, std::shared_ptr<ServerTls> tls = nullptr);
  ~LoopbackServer();

  std::uint16_t port() const { return port_; }
  /// "http://127.0.0.1:port" + path, or https.
  std::string url(std::string_view path) const;
  int connections() const { return accepted_; }

 private:
  void accept_connections();

  Script script_;
  std::shared_ptr<ServerTls> tls_;
  int listener_;
  std::uint16_t port_ = 0;
  std::atomic<int> accepted_ = 0;
  std::mutex mutex_;
  bool closing_ = false;
  std::list<std::unique_ptr<Connection>> open_;
  std::vector<std::thread> scripts_;
  std::thread acceptor_;
};

/// A local port whose accept queue is full: connecting to it neither succeeds nor fails.
class FullAcceptQueue {
 public:
  FullAcceptQueue();
  ~FullAcceptQueue();
  FullAcceptQueue(const FullAcceptQueue&) = delete;
  FullAcceptQueue& operator=(const FullAcceptQueue&) = delete;
  std::uint16_t port() const { return port_; }
  /// Waits until somebody else tries.
  void wait_until_connecting() const;

 private:
  std::size_t unanswered() const;

  int listener_;
  std::uint16_t port_ = 0;
  std::vector<int> fillers_;
  std::size_t unanswered_fillers_ = 0;
};

/// An environment variable of this process, set while this lives. For what libcurl reads by itself.
class EnvironmentVariable {
 public:
  EnvironmentVariable(const char* name, const std::string& value);
  ~EnvironmentVariable();
  EnvironmentVariable(const EnvironmentVariable&) = delete;
  EnvironmentVariable& operator=(const EnvironmentVariable&) = delete;

 private:
  const char* name_;
  std::optional<std::string> before_;
};

/// A script that answers every request of a connection with the same bytes.
LoopbackServer::Script answer_always(std::string bytes);

/// "HTTP/1.1 200 OK" with a content-length and that body.
std::string ok(std::string_view body, std::string_view more_headers = "");

/// The value of a header in raw request bytes, found without regard to case; empty if there is none.
std::string header_in(std::string_view request, std::string_view name);

/// A free port on which nothing listens.
std::uint16_t closed_port();

}  // namespace anthropic::internal::testing
