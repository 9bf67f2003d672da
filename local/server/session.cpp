#include "local/server/session.hpp"

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
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "local/server/response_text.hpp"

namespace anthropic::internal::local {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;

constexpr std::chrono::seconds kIdleTimeout{120};
constexpr std::chrono::seconds kTurnedAwayTimeout{5};
constexpr std::chrono::seconds kWriteTimeout{600};
constexpr std::uint32_t kHeaderLimit = 64 * 1024;

// What of a refused request is still read, so that its client, which may be in the middle of sending, gets
// the answer: a socket that is closed with something unread in it resets the connection.
constexpr std::uint64_t kSmallBody = 64 * 1024;  // then the connection is kept
constexpr std::size_t kLingerBytes = 32 << 20;
constexpr std::chrono::seconds kLingerTimeout{10};

// A body that is kept up to the limit, or not at all, and read to its end all the same.
struct BoundedBody {
  struct value_type {
    std::string text;
    BodyShare* share = nullptr;
    bool is_counted = false;  // its length was known, and the share has it
    bool discard = false;
    bool too_large = false;
    bool no_memory = false;

    void add(std::string_view bytes) {
      if (discard) return;
      const std::string_view kept = bytes.substr(0, kBodyLimit - text.size());
      too_large |= bytes.size() > kept.size();
      if (is_counted || share->grow(kept.size())) {
        text += kept;
        return;
      }
      discard = no_memory = true;
      text = {};
      share->release();
    }
  };

  class reader {
   public:
    template <bool is_request, class Fields>
    reader(http::header<is_request, Fields>&, value_type& value) : value_(value) {}

    void init(const boost::optional<std::uint64_t>&, error_code& ec) { ec = {}; }
    template <class Buffers>
    std::size_t put(const Buffers& buffers, error_code& ec) {
      std::size_t taken = 0;
      for (const asio::const_buffer buffer : beast::buffers_range_ref(buffers)) {
        value_.add({static_cast<const char*>(buffer.data()), buffer.size()});
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

Request head_of(const http::request<BoundedBody>& message) {
  Request request;
  request.method = std::string(message.method_string());
  request.target = std::string(message.target());
  for (const auto& field : message) request.headers.emplace_back(field.name_string(), field.value());
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
  HttpSession(asio::ip::tcp::socket socket, SessionSettings& settings, std::function<void()> on_end,
              bool turned_away)
      : stream_(std::move(socket)),
        timer_(stream_.get_executor()),
        settings_(settings),
        on_end_(std::move(on_end)),
        share_(settings.body_memory),
        turned_away_(turned_away) {}
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
    stream_.expires_after(turned_away_ ? kTurnedAwayTimeout : kIdleTimeout);
    http::async_read_header(stream_, buffer_, *parser_,
                            [self = shared_from_this()](error_code ec, std::size_t) { self->on_head(ec); });
  }

  void on_head(error_code ec) {
    if (closed_) return;
    if (is_malformed(ec)) return refuse_malformed(ec.message());
    if (ec) return close_now();
    if (parser_->get().count(http::field::host) > 1) return refuse_malformed("more than one Host header");
    request_ = head_of(parser_->get());
    const std::uint64_t length = body_length();
    if (turned_away_) return refuse_head(Shortage::connections);
    const bool waits = beast::iequals(parser_->get()[http::field::expect], "100-continue");
    if (waits && length > kBodyLimit && parser_->content_length()) {
      request_.body_too_large = true;
      return refuse_head(Shortage::none);
    }
    if (length > buffer_.size() && !settings_.needs_body(request_)) return refuse_head(Shortage::none);
    if (!make_room()) return refuse_head(Shortage::memory);
    if (!waits) return read_body();
    write("HTTP/1.1 100 Continue\r\n\r\n", [](HttpSession& self) { self.read_body(); });
  }

  // How long the body is; endless if it comes in chunks.
  std::uint64_t body_length() const {
    if (const auto length = parser_->content_length()) return *length;
    return parser_->chunked() ? std::numeric_limits<std::uint64_t>::max() : 0;
  }

  bool make_room() {
    BoundedBody::value_type& body = parser_->get().body();
    body.share = &share_;
    const auto length = parser_->content_length();
    if (!length) return true;
    body.is_counted = true;
    body.discard = body.too_large = *length > kBodyLimit;
    if (body.discard || *length == 0) return true;
    if (!share_.grow(static_cast<std::size_t>(*length))) return false;
    body.text.reserve(static_cast<std::size_t>(*length));
    return true;
  }

  void read_body() {
    read_rest([](HttpSession& self, error_code ec) { self.on_body(ec); });
  }

  void on_body(error_code ec) {
    if (out_of_time_) return refuse_head(Shortage::time);
    if (is_malformed(ec)) settings_.on_malformed(ec.message());
    if (ec) return close_now();
    BoundedBody::value_type& body = parser_->get().body();
    keep_alive_ = parser_->get().keep_alive();
    request_.body = std::move(body.text);
    request_.body_too_large = body.too_large;
    if (body.no_memory) request_.shortage = Shortage::memory;
    parser_.reset();
    handle();
  }

  // Answers without the body, or the rest of it, which is read afterwards and thrown away: to its end if that
  // is near.
  void refuse_head(Shortage shortage) {
    const bool waits = parser_->get().find(http::field::expect) != parser_->get().end();
    keep_alive_ =
        parser_->get().keep_alive() && !waits && shortage == Shortage::none && body_length() <= kSmallBody;
    request_.shortage = shortage;
    has_unread_ = true;
    BoundedBody::value_type& body = parser_->get().body();
    body.discard = true;
    body.text = {};
    handle();
  }

  // Reads the request to its end, in no more time than a body may take.
  void read_rest(void (*then)(HttpSession&, error_code)) {
    stream_.expires_never();
    const std::uint64_t number = ++rest_number_;
    if (body_length() > buffer_.size()) {
      timer_.expires_after(settings_.limits.body_timeout);
      timer_.async_wait([self = shared_from_this(), number](error_code ec) {
        if (ec || self->closed_ || self->rest_number_ != number) return;
        self->out_of_time_ = true;
        self->stream_.cancel();
      });
    }
    http::async_read(stream_, buffer_, *parser_,
                     [self = shared_from_this(), then](error_code ec, std::size_t) {
                       ++self->rest_number_;
                       self->timer_.cancel();
                       if (!self->closed_) then(*self, ec);
                     });
  }

  void refuse_malformed(const std::string& what) {
    settings_.on_malformed(what);
    keep_alive_ = false;
    has_unread_ = true;
    answer_ = {};
    answer_.status = 400;
    send_head();
  }

  void handle() {
    answer_ = settings_.handler(request_);
    wants_body_ = request_.method != "HEAD";
    request_ = {};
    share_.release();
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
    if (!wants_body_) {
      return write(response_head(answer_, keep_alive_), [](HttpSession& self) { self.next_request(); });
    }
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
    if (!has_unread_) return read_head();
    has_unread_ = false;
    read_rest([](HttpSession& self, error_code ec) {
      if (ec) return self.close_now();
      self.read_head();
    });
  }

  // An orderly end of the connection.
  void finish() {
    error_code ignored;
    stream_.socket().shutdown(asio::socket_base::shutdown_send, ignored);
    if (!has_unread_) return close_now();
    stream_.expires_after(kLingerTimeout);
    unread_left_ = kLingerBytes;
    output_.resize(kSmallBody);
    linger();
  }

  void linger() {
    stream_.async_read_some(asio::buffer(output_),
                            [self = shared_from_this()](error_code ec, std::size_t size) {
                              if (self->closed_) return;
                              if (ec || size >= self->unread_left_) return self->close_now();
                              self->unread_left_ -= size;
                              self->linger();
                            });
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
  SessionSettings& settings_;
  std::function<void()> on_end_;
  BodyShare share_;
  beast::flat_buffer buffer_;
  std::optional<Parser> parser_;  // while a request is read
  Request request_;               // its head, and its body at the end
  Answer answer_;
  std::string output_;
  std::size_t next_step_ = 0;
  std::size_t body_left_ = 0;
  std::uint64_t rest_number_ = 0;  // tells the timer of one body from that of the next
  std::size_t unread_left_ = 0;
  const bool turned_away_;
  bool keep_alive_ = false;
  bool has_unread_ = false;  // of the request that is answered
  bool out_of_time_ = false;
  bool watching_ = false;
  bool closed_ = false;
  bool wants_body_ = true;
};

}  // namespace

std::shared_ptr<Session> Session::create(asio::ip::tcp::socket socket, SessionSettings& settings,
                                         std::function<void()> on_end, bool turned_away) {
  return std::make_shared<HttpSession>(std::move(socket), settings, std::move(on_end), turned_away);
}

}  // namespace anthropic::internal::local
