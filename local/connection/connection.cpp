#include "local/connection/connection.hpp"

#include <array>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <utility>

namespace anthropic::internal::local {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using State = Transfer::State;

constexpr std::size_t kReadBytes = 64 * 1024;
constexpr int kReadsAtTheEnd = 16;

// One for each thread rather than each connection: thousands may wait.
std::span<char> read_buffer() {
  thread_local std::array<char, kReadBytes> buffer;
  return buffer;
}

}  // namespace

Connection::Connection(Socket socket, std::unique_ptr<ByteChannel> bytes, std::function<void()> on_end,
                       const std::function<void(std::string_view)>& on_malformed)
    : socket_(std::move(socket)),
      bytes_(std::move(bytes)),
      on_end_(std::move(on_end)),
      on_malformed_(on_malformed),
      timer_(socket_.get_executor()) {}

Connection::~Connection() {
  on_end_();
}

void Connection::start(std::unique_ptr<Protocol> protocol) {
  asio::dispatch(executor(), [self = shared_from_this(), protocol = std::move(protocol)]() mutable {
    if (self->is_closed_) return;
    self->protocol_ = std::move(protocol);
    self->protocol_->start({});
  });
}

void Connection::close() {
  asio::dispatch(executor(), [self = shared_from_this()] { self->close_now(); });
}

void Connection::become(std::unique_ptr<Protocol> next, std::string first_bytes) {
  asio::post(executor(), [self = shared_from_this(), next = std::move(next),
                          first_bytes = std::move(first_bytes)]() mutable {
    if (self->is_closed_) return;
    self->protocol_ = std::move(next);
    self->protocol_->start(std::move(first_bytes));
  });
}

void Connection::read() {
  if (is_reading_ || is_closed_) return;
  is_reading_ = true;
  if (!bytes_->has_buffered()) return wait_to_read(asio::socket_base::wait_read);
  asio::post(executor(), [self = shared_from_this()] { self->read_some(); });
}

void Connection::wait_to_read(asio::socket_base::wait_type what) {
  socket_.async_wait(what, [self = shared_from_this()](error_code ec) {
    if (!ec) self->read_some();
  });
}

void Connection::read_some() {
  if (is_closed_) return;
  const std::span<char> buffer = read_buffer();
  const Transfer transfer = bytes_->read(buffer);
  if (transfer.state == State::wants_read) return wait_to_read(asio::socket_base::wait_read);
  if (transfer.state == State::wants_write) return wait_to_read(asio::socket_base::wait_write);
  is_reading_ = false;
  if (transfer.malformed) on_malformed_(transfer.malformed);
  if (transfer.state == State::failed) return close_now();
  if (transfer.state == State::ended) return protocol_->on_end_of_input();
  protocol_->on_bytes({buffer.data(), transfer.bytes});
}

void Connection::write(std::string bytes) {
  if (is_closed_) return;
  output_ = std::move(bytes);
  written_ = 0;
  is_writing_ = true;
  write_some();
}

void Connection::write_some() {
  if (is_closed_) return;
  asio::socket_base::wait_type what = asio::socket_base::wait_write;
  while (written_ < output_.size()) {
    const Transfer transfer = bytes_->write(std::string_view(output_).substr(written_));
    if (transfer.state == State::done) {
      written_ += transfer.bytes;
      continue;
    }
    if (transfer.state == State::wants_read) what = asio::socket_base::wait_read;
    if (transfer.state != State::wants_read && transfer.state != State::wants_write) return close_now();
    socket_.async_wait(what, [self = shared_from_this()](error_code ec) {
      if (!ec) self->write_some();
    });
    return;
  }
  asio::post(executor(), [self = shared_from_this()] { self->finish_write(); });
}

void Connection::finish_write() {
  if (is_closed_) return;
  is_writing_ = false;
  output_ = {};
  written_ = 0;
  protocol_->on_written();
}

void Connection::expire_after(std::chrono::steady_clock::duration time) {
  deadline_ = std::chrono::steady_clock::now() + time;
  if (deadline_ < watched_until_) watch_deadline();
}

// The timer is not set anew each time the deadline moves: most moves are away from it.
void Connection::watch_deadline() {
  watched_until_ = deadline_;
  timer_.expires_at(deadline_);
  timer_.async_wait([weak = weak_from_this()](error_code ec) {
    const std::shared_ptr<Connection> self = weak.lock();
    if (ec || !self || self->is_closed_) return;
    self->watched_until_ = kNever;
    if (self->deadline_ == kNever) return;
    if (std::chrono::steady_clock::now() >= self->deadline_) return self->close_now();
    self->watch_deadline();
  });
}

void Connection::say_last_words() {
  const std::string last = protocol_->last_words();
  if (last.empty()) return;
  bytes_->write(last);
  // A socket that is closed with something unread in it resets the connection, and nobody would hear them.
  for (int i = 0; i < kReadsAtTheEnd && bytes_->read(read_buffer()).state == State::done; ++i) {
  }
}

void Connection::close_now() {
  if (is_closed_) return;
  const bool is_all_out = written_ == output_.size();
  if (protocol_ && is_all_out) say_last_words();
  end();
}

void Connection::end() {
  is_closed_ = true;
  timer_.cancel();
  error_code ignored;
  socket_.close(ignored);
  // The protocol may be what closes it.
  asio::post(executor(), [self = shared_from_this()] { self->protocol_.reset(); });
}

void Connection::reset() {
  error_code ignored;
  socket_.set_option(asio::socket_base::linger(true, 0), ignored);
  end();
}

}  // namespace anthropic::internal::local
