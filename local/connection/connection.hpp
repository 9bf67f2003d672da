#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "local/connection/byte_channel.hpp"

namespace anthropic::internal::local {

struct ConnectionKind {
  bool is_secure = false;    ///< over TLS
  bool turned_away = false;  ///< Its first request is answered with Shortage::connections, and it ends.
};

/// What is spoken on a connection: it is told what happens there. Called on the connection's strand only.
class Protocol {
 public:
  virtual ~Protocol() = default;
  /// Begins, with what the client has sent already.
  virtual void start(std::string first_bytes) = 0;
  /// What Connection::read() has brought. Valid during the call.
  virtual void on_bytes(std::string_view bytes) = 0;
  /// The client has sent its last byte.
  virtual void on_end_of_input() = 0;
  /// All that was given to Connection::write() is out.
  virtual void on_written() = 0;
  /// What is to be said before the connection ends, though nobody may hear it.
  virtual std::string last_words() { return {}; }
};

/// One connection: its bytes, its deadline, and what is spoken on it. Lives as long as something is under way on
/// it, at the latest until close().
class Connection final : public std::enable_shared_from_this<Connection> {
 public:
  using Socket = boost::asio::ip::tcp::socket;

  /// `socket` runs its handlers one at a time (a strand). `on_end` is called once, when the connection is gone;
  /// `on_malformed`, which outlives it, where its bytes are not those of TLS.
  Connection(Socket socket, std::unique_ptr<ByteChannel> bytes, std::function<void()> on_end,
             const std::function<void(std::string_view)>& on_malformed);
  ~Connection();

  /// From any thread.
  void start(std::unique_ptr<Protocol> protocol);
  /// Ends it from any thread, in mid-answer too.
  void close();

  // For the protocol, on the strand.

  /// Another protocol goes on from here, when the caller has returned.
  void become(std::unique_ptr<Protocol> next, std::string first_bytes);
  /// One on_bytes() or on_end_of_input() follows. Does nothing if one is to follow already.
  void read();
  /// One on_written() follows. Not before the one of the last write.
  void write(std::string bytes);
  bool is_writing() const { return is_writing_; }
  /// The connection ends then, unless something else is said before.
  void expire_after(std::chrono::steady_clock::duration time);
  void expire_never() { deadline_ = kNever; }
  /// Tells the client that nothing follows.
  void end_output() { bytes_->end_output(); }
  void close_now();
  /// Ends it with an RST.
  void reset();
  bool is_closed() const { return is_closed_; }
  Socket::executor_type executor() { return socket_.get_executor(); }

 private:
  using Time = std::chrono::steady_clock::time_point;
  static constexpr Time kNever = Time::max();

  void wait_to_read(boost::asio::socket_base::wait_type what);
  void read_some();
  void write_some();
  void finish_write();
  void say_last_words();
  void end();
  void watch_deadline();

  Socket socket_;
  std::unique_ptr<ByteChannel> bytes_;
  std::function<void()> on_end_;
  const std::function<void(std::string_view)>& on_malformed_;
  std::unique_ptr<Protocol> protocol_;
  std::string output_;
  std::size_t written_ = 0;
  boost::asio::steady_timer timer_;
  Time deadline_ = kNever;
  Time watched_until_ = kNever;  // when the timer fires
  bool is_reading_ = false;
  bool is_writing_ = false;
  bool is_closed_ = false;
};

}  // namespace anthropic::internal::local
