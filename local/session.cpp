#include "local/session.hpp"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include "local/response_text.hpp"

namespace anthropic::local {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;

constexpr std::chrono::seconds kIdleTimeout{120};
constexpr std::chrono::seconds kBodyTimeout{120};
constexpr std::chrono::seconds kWriteTimeout{600};
constexpr std::uint32_t kHeaderLimit = 64 * 1024;

// A body that is kept up to the limit and read to its end all the same.
struct BoundedBody {
  struct value_type {
    std::string text;
    bool too_large = false;
  };

  class reader {
   public:
    template <bool is_request, class Fields>
    reader(http::header<is_request, Fields>&, value_type& value) : value_(value) {}

    void init(const boost::optional<std::uint64_t>& length, error_code& ec) {
      if (length) value_.text.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(*length, kBodyLimit)));
      ec = {};
    }
    template <class Buffers>
    std::size_t put(const Buffers& buffers, error_code& ec) {
      std::size_t taken = 0;
      for (const asio::const_buffer buffer : beast::buffers_range_ref(buffers)) {
        const std::size_t room = kBodyLimit - value_.text.size();
        value_.text.append(static_cast<const char*>(buffer.data()), std::min(room, buffer.size()));
        value_.too_large |= buffer.size() > room;
        taken += buffer.size();
      }
      ec = {};
      return taken;
    }
    void finish(error_code& ec) { ec = {}; }

   private:
    value_type& value_;
  };
};

using Parser = http::request_parser<BoundedBody>;

Request to_request(http::request<BoundedBody>&& message) {
  Request request;
  request.method = std::string(message.method_string());
  request.target = std::string(message.target());
  for (const auto& field : message) request.headers.emplace_back(field.name_string(), field.value());
  request.body = std::move(message.body().text);
  request.body_too_large = message.body().too_large;
  return request;
}

// Whether the bytes are no HTTP request, rather than none at all.
bool is_malformed(error_code ec) {
  const error_code any_of_http = make_error_code(http::error::bad_target);
  return ec && ec.category() == any_of_http.category() && ec != http::error::end_of_stream &&
         ec != http::error::partial_message;
}

class HttpSession final : public Session, public std::enable_shared_from_this<HttpSession> {
 public:
  HttpSession(asio::ip::tcp::socket socket, Handler handler, std::function<void()> on_end)
      : stream_(std::move(socket)),
        timer_(stream_.get_executor()),
        handler_(std::move(handler)),
        on_end_(std::move(on_end)) {}
  ~HttpSession() override { on_end_(); }

  void start() override {
    asio::dispatch(stream_.get_executor(), [self = shared_from_this()] { self->read_head(); });
  }
  void close() override {
    asio::dispatch(stream_.get_executor(), [self = shared_from_this()] { self->close_now(); });
  }

 private:
  void close_now() {
    closed_ = true;
    timer_.cancel();
    stream_.close();
  }

  void read_head() {
    if (closed_) return;
    parser_.emplace();
    parser_->header_limit(kHeaderLimit);
    parser_->body_limit(boost::none);
    stream_.expires_after(kIdleTimeout);
    http::async_read_header(stream_, buffer_, *parser_,
                            [self = shared_from_this()](error_code ec, std::size_t) { self->on_head(ec); });
  }

  void on_head(error_code ec) {
    if (closed_) return;
    if (is_malformed(ec)) return refuse_malformed();
    if (ec) return close_now();
    if (!beast::iequals(parser_->get()[http::field::expect], "100-continue")) return read_body();
    if (const auto length = parser_->content_length(); length && *length > kBodyLimit) {
      parser_->get().body().too_large = true;
      return handle(false);
    }
    write("HTTP/1.1 100 Continue\r\n\r\n", [](HttpSession& self) { self.read_body(); });
  }

  void read_body() {
    stream_.expires_after(kBodyTimeout);
    http::async_read(stream_, buffer_, *parser_,
                     [self = shared_from_this()](error_code ec, std::size_t) { self->on_body(ec); });
  }

  void on_body(error_code ec) {
    if (closed_) return;
    if (ec) return close_now();
    handle(parser_->get().keep_alive());
  }

  void refuse_malformed() {
    keep_alive_ = false;
    answer_ = {};
    answer_.status = 400;
    send_head();
  }

  void handle(bool keep_alive) {
    const Request request = to_request(parser_->release());
    parser_.reset();
    keep_alive_ = keep_alive;
    answer_ = handler_(request);
    next_step_ = 0;
    body_left_ = answer_.cut_after.value_or(std::string::npos);
    if (answer_.reset) return reset();
    if (answer_.delay_before_head.count() == 0) return send_head();
    wait(answer_.delay_before_head, [](HttpSession& self) { self.send_head(); });
  }

  // An RST instead of an answer.
  void reset() {
    error_code ignored;
    stream_.socket().set_option(asio::socket_base::linger(true, 0), ignored);
    close_now();
  }

  void send_head() {
    if (answer_.streamed) {
      std::string head = response_head(answer_, keep_alive_);
      if (answer_.steps.empty() || answer_.steps[0].delay.count() > 0)
        return write(std::move(head), [](HttpSession& self) { self.next_step(); });
      return send_step(std::move(head));
    }
    if (answer_.cut_cleanly) answer_.body.resize(std::min(answer_.body.size(), body_left_));
    const bool is_cut = body_left_ < answer_.body.size();
    std::string out = response_head(answer_, keep_alive_);
    out += std::string_view(answer_.body).substr(0, body_left_);
    if (is_cut) return write(std::move(out), [](HttpSession& self) { self.finish(); });
    write(std::move(out), [](HttpSession& self) { self.next_request(); });
  }

  void next_step() {
    if (next_step_ == answer_.steps.size()) return end_stream();
    const std::chrono::milliseconds delay = answer_.steps[next_step_].delay;
    if (delay.count() == 0) return send_step({});
    wait(delay, [](HttpSession& self) { self.send_step({}); });
  }

  void send_step(std::string before) {
    const std::string& bytes = answer_.steps[next_step_].bytes;
    const bool is_cut = body_left_ <= bytes.size() && answer_.cut_after;
    const std::string_view allowed = std::string_view(bytes).substr(0, body_left_);
    body_left_ -= answer_.cut_after ? allowed.size() : 0;
    if (!allowed.empty()) before += chunk(allowed);
    const bool is_last = ++next_step_ == answer_.steps.size();
    if (is_cut && !answer_.cut_cleanly)
      return write(std::move(before), [](HttpSession& self) { self.finish(); });
    if (is_cut || is_last) {
      before += "0\r\n\r\n";
      return write(std::move(before), [](HttpSession& self) { self.next_request(); });
    }
    answer_.steps[next_step_ - 1].bytes = {};
    write(std::move(before), [](HttpSession& self) { self.next_step(); });
  }

  void end_stream() {
    write("0\r\n\r\n", [](HttpSession& self) { self.next_request(); });
  }

  void next_request() {
    answer_ = {};
    output_ = {};
    if (!keep_alive_) return finish();
    read_head();
  }

  // An orderly end of the connection.
  void finish() {
    error_code ignored;
    stream_.socket().shutdown(asio::socket_base::shutdown_send, ignored);
    close_now();
  }

  void write(std::string bytes, void (*then)(HttpSession&)) {
    output_ = std::move(bytes);
    stream_.expires_after(kWriteTimeout);
    asio::async_write(stream_, asio::buffer(output_),
                      [self = shared_from_this(), then](error_code ec, std::size_t) {
                        if (self->closed_) return;
                        if (ec) return self->close_now();
                        then(*self);
                      });
  }

  void wait(std::chrono::milliseconds delay, void (*then)(HttpSession&)) {
    stream_.expires_never();
    watch_for_hang_up();
    timer_.expires_after(delay);
    timer_.async_wait([self = shared_from_this(), then](error_code ec) {
      if (self->closed_ || ec) return;
      then(*self);
    });
  }

  // A client that leaves while nothing is sent would go unnoticed until the next write.
  void watch_for_hang_up() {
    if (watching_) return;
    watching_ = true;
    stream_.socket().async_wait(asio::socket_base::wait_read, [self = shared_from_this()](error_code ec) {
      self->watching_ = false;
      if (self->closed_ || ec || self->parser_) return;
      char byte = 0;
      self->stream_.socket().non_blocking(true, ec);
      const std::size_t size =
          self->stream_.socket().receive(asio::buffer(&byte, 1), asio::socket_base::message_peek, ec);
      if (ec == asio::error::would_block || size > 0) return;
      self->close_now();
    });
  }

  beast::tcp_stream stream_;
  asio::steady_timer timer_;
  Handler handler_;
  std::function<void()> on_end_;
  beast::flat_buffer buffer_;
  std::optional<Parser> parser_;  // while a request is read
  Answer answer_;
  std::string output_;
  std::size_t next_step_ = 0;
  std::size_t body_left_ = 0;
  bool keep_alive_ = false;
  bool watching_ = false;
  bool closed_ = false;
};

}  // namespace

std::shared_ptr<Session> Session::create(asio::ip::tcp::socket socket, Handler handler,
                                         std::function<void()> on_end) {
  return std::make_shared<HttpSession>(std::move(socket), std::move(handler), std::move(on_end));
}

}  // namespace anthropic::local
