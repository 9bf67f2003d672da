#include "local/http/server.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <cerrno>
#include <chrono>
#include <mutex>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/process/process_end.hpp"
#include "base/process/process_number.hpp"
#include "base/threads/abandoned.hpp"
#include "local/connection/connection.hpp"
#include "local/http/protocol_choice.hpp"
#include "local/http/session_settings.hpp"

namespace anthropic::internal::local {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::chrono::milliseconds kPauseWithoutDescriptors{20};
constexpr std::size_t kTurnedAway = 64;  // at once, above the limit

// The connections that are open, so that they can be closed.
class ConnectionList {
 public:
  // False once closed.
  bool add(std::uint64_t id, const std::shared_ptr<Connection>& connection) {
    const std::lock_guard lock(mutex_);
    if (closed_) return false;
    connections_[id] = connection;
    return true;
  }
  void remove(std::uint64_t id) {
    const std::lock_guard lock(mutex_);
    connections_.erase(id);
  }
  std::size_t size() {
    const std::lock_guard lock(mutex_);
    return connections_.size();
  }
  void close_all() {
    std::vector<std::shared_ptr<Connection>> open;
    {
      const std::lock_guard lock(mutex_);
      closed_ = true;
      for (const auto& [id, connection] : connections_) {
        if (auto alive = connection.lock()) open.push_back(std::move(alive));
      }
    }
    for (const std::shared_ptr<Connection>& connection : open) connection->close();
  }

 private:
  std::mutex mutex_;
  std::unordered_map<std::uint64_t, std::weak_ptr<Connection>> connections_;
  bool closed_ = false;
};

}  // namespace

struct Server::State final : ThreadOwner {
  explicit State(ServerSettings given)
      : settings(std::move(given)),
        for_sessions{
            .handler = settings.handler,
            .needs_body = settings.needs_body ? settings.needs_body : [](const Request&) { return true; },
            .on_malformed = settings.on_malformed ? settings.on_malformed : [](std::string_view) {},
            .limits = settings.limits,
            .body_memory = BodyMemory(settings.limits.body_memory)},
        context(settings.threads),
        acceptor(asio::make_strand(context)),
        pause(acceptor.get_executor()) {}

  Result<void> listen();
  error_code open_listener();
  void accept();
  error_code take_connection(tcp::socket& socket);
  void admit(tcp::socket socket);
  void stop();
  void ask_to_end() override { stop(); }
  void wait_for_end(const timespec&) override {}

  const unsigned process = process_number();
  ServerSettings settings;
  SessionSettings for_sessions;
  ConnectionList connections;
  std::uint64_t next_connection = 0;
  std::uint16_t port = 0;
  tcp protocol = tcp::v4();
  asio::io_context context;
  tcp::acceptor acceptor;
  asio::steady_timer pause;
  std::mutex stopping;
  std::vector<std::jthread> threads;
};

Result<void> Server::State::listen() {
  error_code ec;
  const asio::ip::address address = asio::ip::make_address(settings.host, ec);
  if (ec)
    return Error{.kind = ErrorKind::configuration,
                 .message = "The host \"" + settings.host + "\" is not an address in figures.",
                 .hint = "Use 127.0.0.1, or ::1."};
  const tcp::endpoint endpoint(address, settings.port);
  protocol = endpoint.protocol();
  ec = open_listener();
  if (!ec) acceptor.set_option(tcp::acceptor::reuse_address(true), ec);
  if (!ec) acceptor.bind(endpoint, ec);
  if (!ec) acceptor.listen(tcp::acceptor::max_listen_connections, ec);
  if (!ec) port = acceptor.local_endpoint(ec).port();
  if (!ec) return {};
  return Error{.kind = ErrorKind::connection,
               .message = "Cannot listen on " + settings.host + " port " + std::to_string(settings.port) +
                          ": " + ec.message() + "."};
}

// Asio's own sockets would be inherited by the processes that the program starts, and keep the port busy.
error_code Server::State::open_listener() {
  error_code ec;
  const int listener = ::socket(protocol.family(), SOCK_STREAM | SOCK_CLOEXEC, protocol.protocol());
  if (listener < 0) return {errno, asio::error::get_system_category()};
  acceptor.assign(protocol, listener, ec);
  if (ec) ::close(listener);
  if (!ec) acceptor.non_blocking(true, ec);
  if (!ec && protocol == tcp::v6()) acceptor.set_option(asio::ip::v6_only(false), ec);
  return ec;
}

error_code Server::State::take_connection(tcp::socket& socket) {
  error_code ec;
  const int connection = ::accept4(acceptor.native_handle(), nullptr, nullptr, SOCK_CLOEXEC);
  if (connection < 0) return {errno, asio::error::get_system_category()};
  socket.assign(protocol, connection, ec);
  if (ec) ::close(connection);
  return ec;
}

void Server::State::accept() {
  acceptor.async_wait(tcp::acceptor::wait_read, [this](error_code ec) {
    if (ec == asio::error::operation_aborted || !acceptor.is_open()) return;
    tcp::socket socket(asio::make_strand(context));
    if (!ec) ec = take_connection(socket);
    const bool is_gone = ec == asio::error::try_again || ec == asio::error::connection_aborted ||
                         ec == asio::error::interrupted;
    if (ec && !is_gone) {
      // Most likely there is no file descriptor left: wait until some are closed.
      pause.expires_after(kPauseWithoutDescriptors);
      pause.async_wait([this](error_code stopped) {
        if (!stopped) accept();
      });
      return;
    }
    if (!ec) admit(std::move(socket));
    accept();
  });
}

void Server::State::admit(tcp::socket socket) {
  const std::size_t open = connections.size();
  const std::size_t most = settings.limits.connections;
  if (open >= most + kTurnedAway) return;
  error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  const std::uint64_t id = next_connection++;
  auto channel =
      settings.tls ? settings.tls->channel(socket.native_handle()) : plain_channel(socket.native_handle());
  const auto connection = std::make_shared<Connection>(
      std::move(socket), std::move(channel), [this, id] { connections.remove(id); },
      for_sessions.on_malformed);
  const ConnectionKind kind{.is_secure = settings.tls != nullptr, .turned_away = open >= most};
  if (connections.add(id, connection)) connection->start(protocol_choice(*connection, for_sessions, kind));
}

Server::Server(std::shared_ptr<State> state) : state_(std::move(state)) {
  add_thread_owner(state_);
}

Server::~Server() {
  remove_thread_owner(*state_);
  stop();
  if (state_->process != process_number()) abandon(std::move(state_));
}

Result<std::unique_ptr<Server>> Server::start(ServerSettings settings) {
  auto state = std::make_shared<State>(std::move(settings));
  if (auto listening = state->listen(); !listening) return listening.error();
  state->accept();
  for (int i = 0; i < state->settings.threads; ++i)
    state->threads.emplace_back([context = &state->context] { context->run(); });
  return std::unique_ptr<Server>(new Server(std::move(state)));
}

std::uint16_t Server::port() const {
  return state_->port;
}

std::size_t Server::open_connections() const {
  return state_->connections.size();
}

void Server::stop() {
  if (state_->process == process_number()) state_->stop();
}

void Server::State::stop() {
  const std::lock_guard lock(stopping);
  asio::post(acceptor.get_executor(), [this] {
    error_code ignored;
    acceptor.close(ignored);
    pause.cancel();
  });
  connections.close_all();
  threads.clear();
}

}  // namespace anthropic::internal::local
