#include "support/loopback_server.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

namespace anthropic::internal::testing {
namespace {

void require(bool condition, const char* what) {
  if (condition) return;
  std::perror(what);
  std::abort();
}

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

int bound_socket(std::uint16_t& port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  require(socket >= 0, "socket");
  sockaddr_in address = loopback(0);
  require(bind(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0, "bind");
  socklen_t length = sizeof address;
  require(getsockname(socket, reinterpret_cast<sockaddr*>(&address), &length) == 0, "getsockname");
  port = ntohs(address.sin_port);
  return socket;
}

/// OpenSSL writes without MSG_NOSIGNAL. Only the server's threads may ignore that: the client has to manage.
void ignore_broken_pipes_on_this_thread() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

}  // namespace

Connection::Connection(int socket, int number, ServerTls* tls) : socket_(socket), number_(number) {
  if (!tls) return;
  ssl_ = SSL_new(tls->context());
  SSL_set_fd(ssl_, socket_);
}

Connection::~Connection() {
  if (ssl_) SSL_free(ssl_);
  if (const int socket = socket_.exchange(-1); socket >= 0) close(socket);
}

void Connection::shut_down() {
  ::shutdown(socket_, SHUT_RDWR);
}

long Connection::receive(char* buffer, std::size_t size) {
  if (ssl_) return SSL_read(ssl_, buffer, static_cast<int>(size));
  return recv(socket_, buffer, size, 0);
}

bool Connection::fill() {
  std::array<char, 16384> buffer;
  const long got = receive(buffer.data(), buffer.size());
  if (got <= 0) return false;
  pending_.append(buffer.data(), static_cast<std::size_t>(got));
  return true;
}

std::string Connection::read_head() {
  std::size_t end;
  while ((end = pending_.find("\r\n\r\n")) == std::string::npos) {
    if (!fill()) return {};
  }
  std::string head = pending_.substr(0, end + 4);
  pending_.erase(0, end + 4);
  return head;
}

std::string Connection::read_request() {
  std::string request = read_head();
  if (request.empty()) return {};
  const std::string length = header_in(request, "content-length");
  const std::size_t body = length.empty() ? 0 : std::stoul(length);
  while (pending_.size() < body) {
    if (!fill()) return {};
  }
  request.append(pending_, 0, body);
  pending_.erase(0, body);
  return request;
}

bool Connection::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::size_t piece = std::min<std::size_t>(bytes.size(), 16384);
    const long sent = ssl_ ? SSL_write(ssl_, bytes.data(), static_cast<int>(piece))
                           : send(socket_, bytes.data(), piece, MSG_NOSIGNAL);
    if (sent <= 0) return false;
    written_ += static_cast<std::size_t>(sent);
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool Connection::wait_for(std::size_t bytes) {
  while (pending_.size() < bytes) {
    if (!fill()) return false;
  }
  return true;
}

void Connection::wait_for_stop() {
  pollfd end = {socket_, POLLRDHUP, 0};
  poll(&end, 1, -1);
}

void Connection::wait_for_close() {
  while (fill()) pending_.clear();
}

void Connection::reset() {
  const linger at_once = {1, 0};
  setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  close(socket_.exchange(-1));
}

bool Connection::tls_session_resumed() const {
  return ssl_ && SSL_session_reused(ssl_) == 1;
}

void Connection::tunnel_to(std::uint16_t port) {
  const int other = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = loopback(port);
  require(connect(other, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0, "connect");
  std::array<char, 16384> buffer;
  for (bool open = true; open;) {
    std::array<pollfd, 2> ends = {pollfd{socket_, POLLIN, 0}, pollfd{other, POLLIN, 0}};
    open = poll(ends.data(), ends.size(), -1) > 0;
    for (std::size_t i = 0; open && i < ends.size(); ++i) {
      if (ends[i].revents == 0) continue;
      const ssize_t got = recv(ends[i].fd, buffer.data(), buffer.size(), 0);
      open =
          got > 0 && send(ends[1 - i].fd, buffer.data(), static_cast<std::size_t>(got), MSG_NOSIGNAL) == got;
    }
  }
  close(other);
}

LoopbackServer::LoopbackServer(Script script, std::shared_ptr<ServerTls> tls)
    : script_(std::move(script)), tls_(std::move(tls)) {
  listener_ = bound_socket(port_);
  require(listen(listener_, 1024) == 0, "listen");
  acceptor_ = std::thread([this] { accept_connections(); });
}

LoopbackServer::~LoopbackServer() {
  ::shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  close(listener_);
  {
    std::lock_guard lock(mutex_);
    closing_ = true;
    for (const auto& connection : open_) connection->shut_down();
  }
  for (std::thread& script : scripts_) script.join();
}

std::string LoopbackServer::url(std::string_view path) const {
  return (tls_ ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(port_) + std::string(path);
}

void LoopbackServer::accept_connections() {
  while (true) {
    const int socket = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket < 0 && errno == EMFILE) {  // a test takes all descriptors away for a while
      std::this_thread::yield();
      continue;
    }
    if (socket < 0) return;
    const int at_once = 1;  // What is written is there for the client, whatever it has acknowledged.
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
    std::lock_guard lock(mutex_);
    open_.push_back(std::make_unique<Connection>(socket, accepted_++, tls_.get()));
    const auto place = std::prev(open_.end());
    scripts_.emplace_back([this, place] {
      ignore_broken_pipes_on_this_thread();
      Connection& connection = **place;
      const bool ready = !connection.ssl_ || SSL_accept(connection.ssl_) == 1;
      if (ready) script_(connection);
      if (ready && connection.ssl_ && connection.socket_ >= 0) SSL_shutdown(connection.ssl_);
      std::lock_guard inner_lock(mutex_);
      open_.erase(place);
    });
  }
}

FullAcceptQueue::FullAcceptQueue() {
  listener_ = bound_socket(port_);
  require(listen(listener_, 0) == 0, "listen");
  const sockaddr_in address = loopback(port_);
  for (int i = 0; i < 4; ++i) {
    const int filler = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    connect(filler, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    fillers_.push_back(filler);
  }
  unanswered_fillers_ = unanswered();
}

FullAcceptQueue::~FullAcceptQueue() {
  for (const int filler : fillers_) close(filler);
  close(listener_);
}

std::size_t FullAcceptQueue::unanswered() const {
  // In /proc/net/tcp: the remote address in hexadecimal, then the state; 02 is "SYN sent".
  char wanted[32];
  std::snprintf(wanted, sizeof wanted, " 0100007F:%04X 02 ", port_);
  std::ifstream table("/proc/net/tcp");
  std::size_t count = 0;
  for (std::string line; std::getline(table, line);) count += line.find(wanted) != std::string::npos;
  return count;
}

void FullAcceptQueue::wait_until_connecting() const {
  while (unanswered() <= unanswered_fillers_) std::this_thread::yield();
}

EnvironmentVariable::EnvironmentVariable(const char* name, const std::string& value) : name_(name) {
  if (const char* before = std::getenv(name)) before_ = before;
  setenv(name, value.c_str(), 1);
}

EnvironmentVariable::~EnvironmentVariable() {
  if (before_) {
    setenv(name_, before_->c_str(), 1);
  } else {
    unsetenv(name_);
  }
}

LoopbackServer::Script answer_always(std::string bytes) {
  return [bytes = std::move(bytes)](Connection& connection) {
    while (!connection.read_request().empty()) {
      if (!connection.write(bytes)) return;
    }
  };
}

std::string ok(std::string_view body, std::string_view more_headers) {
  return "HTTP/1.1 200 OK\r\ncontent-length: " + std::to_string(body.size()) + "\r\n" +
         std::string(more_headers) + "\r\n" + std::string(body);
}

std::string header_in(std::string_view request, std::string_view name) {
  std::size_t line = request.find("\r\n");
  while (line != std::string_view::npos && line + 2 < request.size()) {
    request.remove_prefix(line + 2);
    line = request.find("\r\n");
    if (line == 0) return {};
    const std::string_view field = request.substr(0, line);
    const std::size_t colon = field.find(':');
    if (colon != name.size() || strncasecmp(field.data(), name.data(), colon) != 0) continue;
    const std::size_t value = field.find_first_not_of(' ', colon + 1);
    return value == std::string_view::npos ? std::string() : std::string(field.substr(value));
  }
  return {};
}

std::uint16_t closed_port() {
  std::uint16_t port = 0;
  close(bound_socket(port));
  return port;
}

}  // namespace anthropic::internal::testing
