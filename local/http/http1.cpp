#include "local/http/http1.hpp"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <chrono>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "local/http/body.hpp"
#include "local/http/http2.hpp"
#include "local/http/http_limits.hpp"
#include "local/http/playback.hpp"
#include "local/http/response_text.hpp"

namespace anthropic::internal::local {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;

constexpr char kTlsHandshake = 0x16;

// The body for Beast's parser.
struct ParsedBody {
  using value_type = Body*;

  class reader {
   public:
    template <bool is_request, class Fields>
    reader(http::header<is_request, Fields>&, value_type& body) : body_(body) {}

    void init(const boost::optional<std::uint64_t>&, error_code& ec) { ec = {}; }
    template <class Buffers>
    std::size_t put(const Buffers& buffers, error_code& ec) {
      std::size_t taken = 0;
      for (const asio::const_buffer buffer : beast::buffers_range_ref(buffers)) {
        body_->add({static_cast<const char*>(buffer.data()), buffer.size()});
        taken += buffer.size();
      }
      ec = {};
      return taken;
    }
    void finish(error_code& ec) { ec = {}; }

   private:
    value_type& body_;
  };
};

using Parser = http::request_parser<ParsedBody>;

Request head_of(const http::request<ParsedBody>& message) {
  Request request;
  request.method = std::string(message.method_string());
  request.target = std::string(message.target());
  for (const auto& field : message) request.headers.emplace_back(field.name_string(), field.value());
  return request;
}

class Http1 final : public Protocol {
 public:
  Http1(Connection& connection, SessionSettings& settings, ConnectionKind kind)
      : connection_(connection), timer_(connection.executor()), settings_(settings), kind_(kind) {}

  void start(std::string first_bytes) override {
    input_ = std::move(first_bytes);
    read_head();
  }

  void on_bytes(std::string_view bytes) override {
    if (phase_ == Phase::linger) return linger_on(bytes.size());
    input_ += bytes;
    if (phase_ == Phase::head) return parse_head();
    if (phase_ == Phase::body || phase_ == Phase::drain) return parse_body();
  }

  void on_end_of_input() override {
    if (phase_ == Phase::body) tell_if_malformed(end_of_input());
    connection_.close_now();
  }

  void on_written() override { after_write_(*this); }

 private:
  enum class Phase : std::uint8_t { head, body, answer, drain, linger };
  using Next = void (*)(Http1&);

  void read_head() {
    phase_ = Phase::head;
    parser_.emplace();
    parser_->header_limit(kHeaderLimit);
    parser_->body_limit(boost::none);
    parser_->get().body() = &body_.emplace(settings_.body_memory);
    connection_.expire_after(kind_.turned_away ? kTurnedAwayTimeout : kIdleTimeout);
    if (input_.empty()) return connection_.read();
    parse_head();
  }

  void parse_head() {
    const bool is_tls = input_.starts_with(kTlsHandshake);
    const error_code ec = parse();
    if (ec == http::error::need_more) return connection_.read();
    if (ec)
      return refuse_malformed(is_tls && !kind_.is_secure ? "TLS, which the endpoint speaks with --tls (tls)"
                                                         : ec.message());
    on_head();
  }

  error_code parse() {
    error_code ec;
    const std::size_t taken = parser_->put(asio::buffer(input_), ec);
    if (taken == input_.size()) {
      input_ = {};
    } else {
      input_.erase(0, taken);
    }
    return ec;
  }

  void on_head() {
    if (parser_->get().count(http::field::host) > 1) return refuse_malformed("more than one Host header");
    request_ = head_of(parser_->get());
    const std::uint64_t length = body_length();
    if (kind_.turned_away) return refuse_head(Shortage::connections);
    const bool waits = beast::iequals(parser_->get()[http::field::expect], "100-continue");
    if (waits && length > kBodyLimit && parser_->content_length()) {
      request_.body_too_large = true;
      return refuse_head(Shortage::none);
    }
    if (length > input_.size() && !settings_.needs_body(request_)) return refuse_head(Shortage::none);
    if (const auto known = parser_->content_length();
        known && !body_->make_room(static_cast<std::size_t>(*known)))
      return refuse_head(Shortage::memory);
    if (!waits) return read_body();
    write("HTTP/1.1 100 Continue\r\n\r\n", [](Http1& self) { self.read_body(); });
  }

  // How long the body is; endless if it comes in chunks.
  std::uint64_t body_length() const {
    if (const auto length = parser_->content_length()) return *length;
    return parser_->chunked() ? std::numeric_limits<std::uint64_t>::max() : 0;
  }

  void read_body() {
    read_rest(Phase::body, [](Http1& self) { self.on_body(); });
  }

  // Reads the request to its end, in no more time than a body may take.
  void read_rest(Phase phase, Next then) {
    phase_ = phase;
    after_body_ = then;
    connection_.expire_never();
    parser_->eager(true);
    if (body_length() > input_.size()) {
      wait_for(settings_.limits.body_timeout, [](Http1& self) { self.end_time(); });
    }
    parse_body();
  }

  void parse_body() {
    error_code ec;
    while (!parser_->is_done() && !input_.empty() && !ec) ec = parse();
    if (parser_->is_done()) return end_body();
    if (!ec || ec == http::error::need_more) return connection_.read();
    tell_if_malformed(ec);
    connection_.close_now();
  }

  error_code end_of_input() {
    error_code ec;
    parser_->put_eof(ec);
    return ec;
  }

  void tell_if_malformed(error_code ec) {
    if (ec && ec != http::error::partial_message) settings_.on_malformed(ec.message());
  }

  void end_body() {
    timer_.cancel();
    ++wait_number_;
    phase_ = Phase::answer;
    after_body_(*this);
  }

  // The body is not there in time: it is refused, or, if it is being refused already, the end.
  void end_time() {
    if (phase_ == Phase::drain) return connection_.close_now();
    refuse_head(Shortage::time);
  }

  void on_body() {
    keep_alive_ = parser_->get().keep_alive();
    body_->move_to(request_);
    if (auto settings = upgrade_settings()) return upgrade(*std::move(settings));
    parser_.reset();
    handle();
  }

  // What a client that would rather speak HTTP/2 sends along: RFC 7540, 3.2.
  std::optional<std::string> upgrade_settings() const {
    const auto& head = parser_->get();
    http::token_list wanted(head[http::field::upgrade]), connection(head[http::field::connection]);
    if (kind_.is_secure || head.version() != 11 || !wanted.exists("h2c") || !connection.exists("Upgrade") ||
        !connection.exists("HTTP2-Settings") || head.count("HTTP2-Settings") != 1)
      return std::nullopt;
    return decoded_settings(head["HTTP2-Settings"]);
  }

  void upgrade(std::string client_settings) {
    connection_.expire_after(kWriteTimeout);
    body_->release();
    connection_.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n");
    after_write_ = [](Http1&) {};
    connection_.become(
        http2_after_upgrade(connection_, settings_, std::move(client_settings), std::move(request_)),
        std::move(input_));
  }

  // Answers without the body, or the rest of it, which is read afterwards and thrown away: to its end if that
  // is near.
  void refuse_head(Shortage shortage) {
    const bool waits = parser_->get().find(http::field::expect) != parser_->get().end();
    keep_alive_ =
        parser_->get().keep_alive() && !waits && shortage == Shortage::none && body_length() <= kSmallBody;
    request_.shortage = shortage;
    has_unread_ = true;
    body_->discard();
    handle();
  }

  void refuse_malformed(const std::string& what) {
    settings_.on_malformed(what);
    keep_alive_ = false;
    has_unread_ = true;
    play({.status = 400}, true);
  }

  void handle() {
    phase_ = Phase::answer;
    Answer answer = settings_.handler(request_);
    const bool has_body = request_.method != "HEAD";
    request_ = {};
    body_->release();
    if (answer.reset) return connection_.reset();
    play(std::move(answer), has_body);
  }

  void play(Answer answer, bool has_body) {
    head_ = response_head(answer, keep_alive_);
    is_chunked_ = answer.streamed && has_body;
    const std::chrono::milliseconds delay = answer.delay_before_head;
    playback_ = Playback(std::move(answer), has_body);
    if (delay.count() == 0) return send_piece();
    wait_to_send(delay, [](Http1& self) { self.send_piece(); });
  }

  // With the head before it, if that is still to be sent.
  void send_piece() {
    std::string out = std::exchange(head_, {});
    if (playback_.state() == Playback::State::sending) {
      const std::string_view bytes = playback_.bytes();
      if (!is_chunked_) out += bytes;
      if (is_chunked_ && !bytes.empty()) out += chunk(bytes);
      playback_.sent(bytes.size());
    }
    const bool is_whole = playback_.state() == Playback::State::whole;
    if (is_whole && is_chunked_) out += "0\r\n\r\n";
    if (is_whole) return write(std::move(out), [](Http1& self) { self.next_request(); });
    write(std::move(out), [](Http1& self) { self.go_on(); });
  }

  void go_on() {
    if (playback_.state() == Playback::State::cut) return finish();
    if (playback_.state() == Playback::State::sending) return send_piece();
    wait_to_send(playback_.pause(), [](Http1& self) {
      self.playback_.resume();
      self.send_piece();
    });
  }

  void next_request() {
    if (!keep_alive_) return finish();
    if (!has_unread_) return read_head();
    has_unread_ = false;
    read_rest(Phase::drain, [](Http1& self) { self.read_head(); });
  }

  // An orderly end of the connection.
  void finish() {
    connection_.end_output();
    if (!has_unread_) return connection_.close_now();
    phase_ = Phase::linger;
    connection_.expire_after(kLingerTimeout);
    connection_.read();
  }

  void linger_on(std::size_t size) {
    unread_left_ -= std::min(unread_left_, size);
    if (unread_left_ == 0) return connection_.close_now();
    connection_.read();
  }

  void write(std::string bytes, Next then) {
    after_write_ = then;
    connection_.expire_after(kWriteTimeout);
    connection_.write(std::move(bytes));
  }

  // A client that leaves while nothing is sent would go unnoticed until the next write.
  void wait_to_send(std::chrono::milliseconds delay, Next then) {
    connection_.expire_never();
    if (!has_unread_ && input_.empty()) connection_.read();
    wait_for(delay, then);
  }

  void wait_for(std::chrono::milliseconds delay, Next then) {
    timer_.expires_after(delay);
    timer_.async_wait(
        [connection = connection_.shared_from_this(), this, then, number = ++wait_number_](error_code ec) {
          if (!ec && !connection->is_closed() && number == wait_number_) then(*this);
        });
  }

  Connection& connection_;
  asio::steady_timer timer_;
  SessionSettings& settings_;
  const ConnectionKind kind_;
  std::string input_;  // not parsed yet
  std::optional<Parser> parser_;
  std::optional<Body> body_;
  Request request_;
  std::string head_;
  Playback playback_;
  Next after_write_ = nullptr;
  Next after_body_ = nullptr;
  std::uint64_t wait_number_ = 0;
  std::size_t unread_left_ = kLingerBytes;
  Phase phase_ = Phase::head;
  bool is_chunked_ = false;
  bool keep_alive_ = true;
  bool has_unread_ = false;
};

}  // namespace

std::unique_ptr<Protocol> http1(Connection& connection, SessionSettings& settings, ConnectionKind kind) {
  return std::make_unique<Http1>(connection, settings, kind);
}

}  // namespace anthropic::internal::local
