#include "local/server.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <chrono>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include "local/session.hpp"

namespace anthropic::local {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::chrono::milliseconds kPauseWithoutDescriptors{20};

// The sessions that are open, so that they can be closed.
class SessionList {
 public:
  // False once closed.
  bool add(std::uint64_t id, const std::shared_ptr<Session>& session) {
    const std::lock_guard lock(mutex_);
    if (closed_) return false;
    sessions_[id] = session;
    return true;
  }
  void remove(std::uint64_t id) {
    const std::lock_guard lock(mutex_);
    sessions_.erase(id);
  }
  std::size_t size() {
    const std::lock_guard lock(mutex_);
    return sessions_.size();
  }
  void close_all() {
    std::vector<std::shared_ptr<Session>> open;
    {
      const std::lock_guard lock(mutex_);
      closed_ = true;
      for (const auto& [id, session] : sessions_) {
        if (auto alive = session.lock()) open.push_back(std::move(alive));
      }
    }
    for (const std::shared_ptr<Session>& session : open) session->close();
  }

 private:
  std::mutex mutex_;
  std::unordered_map<std::uint64_t, std::weak_ptr<Session>> sessions_;
  bool closed_ = false;
};

}  // namespace

struct Server::State {
  explicit State(ServerSettings given)
      : settings(std::move(given)),
        context(settings.threads),
        acceptor(asio::make_strand(context)),
        pause(acceptor.get_executor()) {}

  Result<void> listen();
  void accept();

  ServerSettings settings;
  SessionList sessions;
  std::uint64_t next_session = 0;
  std::uint16_t port = 0;
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
  acceptor.open(endpoint.protocol(), ec);
  if (!ec) acceptor.set_option(tcp::acceptor::reuse_address(true), ec);
  if (!ec) acceptor.bind(endpoint, ec);
  if (!ec) acceptor.listen(tcp::acceptor::max_listen_connections, ec);
  if (!ec) port = acceptor.local_endpoint(ec).port();
  if (!ec) return {};
  return Error{.kind = ErrorKind::connection,
               .message = "Cannot listen on " + settings.host + " port " + std::to_string(settings.port) +
                          ": " + ec.message() + "."};
}

void Server::State::accept() {
  acceptor.async_accept(asio::make_strand(context), [this](error_code ec, tcp::socket socket) {
    if (ec == asio::error::operation_aborted || !acceptor.is_open()) return;
    if (ec) {
      // Most likely there is no file descriptor left: wait until some are closed.
      pause.expires_after(kPauseWithoutDescriptors);
      pause.async_wait([this](error_code stopped) {
        if (!stopped) accept();
      });
      return;
    }
    socket.set_option(tcp::no_delay(true), ec);
    const std::uint64_t id = next_session++;
    const auto session =
        Session::create(std::move(socket), settings.handler, [this, id] { sessions.remove(id); });
    if (sessions.add(id, session)) session->start();
    accept();
  });
}

Server::Server(std::unique_ptr<State> state) : state_(std::move(state)) {}

Server::~Server() {
  stop();
}

Result<std::unique_ptr<Server>> Server::start(ServerSettings settings) {
  auto state = std::make_unique<State>(std::move(settings));
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
  return state_->sessions.size();
}

void Server::stop() {
  const std::lock_guard lock(state_->stopping);
  asio::post(state_->acceptor.get_executor(), [state = state_.get()] {
    error_code ignored;
    state->acceptor.close(ignored);
    state->pause.cancel();
  });
  state_->sessions.close_all();
  state_->threads.clear();
}

}  // namespace anthropic::local
