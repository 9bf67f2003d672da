#include "local/http/http2.hpp"

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <cstring>
#include <limits>
#include <map>
#include <nghttp2/nghttp2.h>
#include <span>
#include <utility>
#include <vector>

#include "base/crypto/encoding.hpp"
#include "base/text/header_lookup.hpp"
#include "base/text/text.hpp"
#include "local/http/body.hpp"
#include "local/http/http_limits.hpp"
#include "local/http/playback.hpp"

namespace anthropic::internal::local {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr std::uint32_t kConcurrentStreams = 128;  // on one connection
constexpr std::uint32_t kWindow = 1 << 20;         // for bodies, of a stream and of the connection
constexpr std::size_t kOutputBytes = 64 * 1024;    // at once; more waits for the client to read
constexpr std::size_t kSettingBytes = 6;
// A client may throw away what it has not read yet when the stream is reset.
constexpr std::chrono::milliseconds kPauseBeforeReset{20};

template <auto function>
struct Deleter {
  void operator()(auto* object) const { function(object); }
};
using NghttpSession = std::unique_ptr<nghttp2_session, Deleter<nghttp2_session_del>>;
using NghttpOptions = std::unique_ptr<nghttp2_option, Deleter<nghttp2_option_del>>;
using NghttpCallbacks = std::unique_ptr<nghttp2_session_callbacks, Deleter<nghttp2_session_callbacks_del>>;

/// A request and its answer.
struct Stream {
  Stream(std::int32_t number, SessionSettings& settings) : id(number), body(settings.body_memory) {}

  const std::int32_t id;
  Request request = {};
  Body body;
  std::size_t header_bytes = 0;
  std::uint64_t length = std::numeric_limits<std::uint64_t>::max();  // of the body, if it was said
  std::size_t body_bytes = 0;                                        // so far
  bool is_whole = false;                                             // all of the request has come
  bool is_answered = false;
  bool is_malformed = false;
  bool is_waited_for = false;  // its head was looked at, its body is on its way
  bool has_body = true;        // of the answer
  Answer answer = {};          // until its head is sent
  Playback playback;
  std::optional<asio::steady_timer> timer = {};
  std::uint64_t wait_number = 0;
};

nghttp2_nv header_field(std::string_view name, std::string_view value) {
  const auto bytes = [](std::string_view text) {
    return reinterpret_cast<std::uint8_t*>(const_cast<char*>(text.data()));
  };
  return {bytes(name), bytes(value), name.size(), value.size(), NGHTTP2_NV_FLAG_NONE};
}

class Http2 final : public Protocol {
 public:
  Http2(Connection& connection, SessionSettings& settings, bool turned_away)
      : connection_(connection),
        settings_(settings),
        turned_away_(turned_away),
        session_(make_session(this)) {}

  /// Stream 1 is a request that came in HTTP/1.1.
  void take_over(std::string client_settings, Request request) {
    upgraded_ = std::move(request);
    upgrade_settings_ = std::move(client_settings);
  }

  void start(std::string first_bytes) override {
    const nghttp2_settings_entry ours[] = {{NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, kConcurrentStreams},
                                           {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, kWindow},
                                           {NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, kHeaderLimit}};
    if (upgraded_ && !open_first_stream()) return connection_.close_now();
    nghttp2_submit_settings(session_.get(), NGHTTP2_FLAG_NONE, ours, std::size(ours));
    nghttp2_session_set_local_window_size(session_.get(), NGHTTP2_FLAG_NONE, 0, kWindow);
    if (upgraded_) answer_first_stream();
    if (!first_bytes.empty()) return on_bytes(first_bytes);
    connection_.read();
    flush();
  }

  void on_bytes(std::string_view bytes) override {
    const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
    const ssize_t taken = nghttp2_session_mem_recv(session_.get(), data, bytes.size());
    if (taken < 0) {
      settings_.on_malformed("HTTP/2: " + std::string(nghttp2_strerror(static_cast<int>(taken))));
      nghttp2_session_terminate_session(session_.get(), NGHTTP2_PROTOCOL_ERROR);
    } else {
      look_at_arrivals();
      connection_.read();
    }
    flush();
  }

  void on_end_of_input() override { connection_.close_now(); }
  void on_written() override { flush(); }

  std::string last_words() override {
    nghttp2_session_terminate_session(session_.get(), NGHTTP2_NO_ERROR);
    return next_output();
  }

 private:
  using Next = void (Http2::*)(Stream&);

  static NghttpSession make_session(Http2* self) {
    nghttp2_session_callbacks* made = nullptr;
    nghttp2_session_callbacks_new(&made);
    const NghttpCallbacks callbacks(made);
    nghttp2_session_callbacks_set_on_begin_headers_callback(
        made, [](auto*, const nghttp2_frame* frame, void* user) {
          return static_cast<Http2*>(user)->on_begin_headers(*frame);
        });
    nghttp2_session_callbacks_set_on_header_callback(
        made, [](auto*, const nghttp2_frame* frame, const std::uint8_t* name, std::size_t name_size,
                 const std::uint8_t* value, std::size_t value_size, std::uint8_t, void* user) {
          return static_cast<Http2*>(user)->on_header(*frame,
                                                      {reinterpret_cast<const char*>(name), name_size},
                                                      {reinterpret_cast<const char*>(value), value_size});
        });
    nghttp2_session_callbacks_set_on_frame_recv_callback(made,
                                                         [](auto*, const nghttp2_frame* frame, void* user) {
                                                           return static_cast<Http2*>(user)->on_frame(*frame);
                                                         });
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(
        made,
        [](auto*, std::uint8_t, std::int32_t id, const std::uint8_t* data, std::size_t size, void* user) {
          return static_cast<Http2*>(user)->on_data(id, {reinterpret_cast<const char*>(data), size});
        });
    nghttp2_session_callbacks_set_on_frame_send_callback(made,
                                                         [](auto*, const nghttp2_frame* frame, void* user) {
                                                           return static_cast<Http2*>(user)->on_sent(*frame);
                                                         });
    nghttp2_session_callbacks_set_on_stream_close_callback(
        made, [](auto*, std::int32_t id, std::uint32_t, void* user) {
          static_cast<Http2*>(user)->streams_.erase(id);
          return 0;
        });
    nghttp2_session_callbacks_set_on_invalid_frame_recv_callback(made, [](auto*, const nghttp2_frame*,
                                                                          int problem, void* user) {
      static_cast<Http2*>(user)->settings_.on_malformed("HTTP/2: " + std::string(nghttp2_strerror(problem)));
      return 0;
    });
    nghttp2_option* option = nullptr;
    nghttp2_option_new(&option);
    const NghttpOptions options(option);
    // Closed streams are of use to priorities only, which are not heeded.
    nghttp2_option_set_no_closed_streams(option, 1);
    nghttp2_session* session = nullptr;
    nghttp2_session_server_new2(&session, made, self, option);
    return NghttpSession(session);
  }

  bool open_first_stream() {
    const bool is_head = upgraded_->method == "HEAD";
    const auto* payload = reinterpret_cast<const std::uint8_t*>(upgrade_settings_.data());
    return nghttp2_session_upgrade2(session_.get(), payload, upgrade_settings_.size(), is_head, nullptr) == 0;
  }

  void answer_first_stream() {
    Stream& stream = streams_.try_emplace(1, 1, settings_).first->second;
    stream.request = *std::exchange(upgraded_, std::nullopt);
    stream.is_whole = true;
    handle(stream);
  }

  // What nghttp2 tells.

  Stream* find(std::int32_t id) {
    const auto found = streams_.find(id);
    return found == streams_.end() ? nullptr : &found->second;
  }

  int on_begin_headers(const nghttp2_frame& frame) {
    if (frame.hd.type == NGHTTP2_HEADERS && frame.headers.cat == NGHTTP2_HCAT_REQUEST)
      streams_.try_emplace(frame.hd.stream_id, frame.hd.stream_id, settings_).first->second.request.protocol =
          kHttp2;
    return 0;
  }

  int on_header(const nghttp2_frame& frame, std::string_view name, std::string_view value) {
    Stream* stream = find(frame.hd.stream_id);
    const bool is_trailer = frame.headers.cat != NGHTTP2_HCAT_REQUEST;
    if (!stream || is_trailer) return 0;
    stream->header_bytes += name.size() + value.size();
    if (stream->header_bytes > kHeaderLimit) {
      stream->is_malformed = true;
      stream->request.headers.clear();
      return 0;
    }
    add_header(*stream, name, value);
    return 0;
  }

  static void add_header(Stream& stream, std::string_view name, std::string_view value) {
    Request& request = stream.request;
    if (name == ":method") request.method = value;
    if (name == ":path") request.target = value;
    if (name == ":authority") request.headers.emplace_back("host", value);
    if (name.starts_with(':')) return;
    if (name == "host") {
      if (const std::string* authority = find_header(request.headers, "host")) {
        stream.is_malformed |= *authority != value;
        return;
      }
    }
    if (name == "content-length") {
      if (const auto length = parse_integer(value)) stream.length = static_cast<std::uint64_t>(*length);
    }
    request.headers.emplace_back(name, value);
  }

  int on_frame(const nghttp2_frame& frame) {
    if (frame.hd.type == NGHTTP2_GOAWAY && frame.goaway.error_code != NGHTTP2_NO_ERROR)
      settings_.on_malformed("HTTP/2: the client gave up, with " +
                             std::string(nghttp2_http2_strerror(frame.goaway.error_code)));
    if (frame.hd.type != NGHTTP2_HEADERS && frame.hd.type != NGHTTP2_DATA) return 0;
    Stream* stream = find(frame.hd.stream_id);
    if (!stream) return 0;
    const bool is_end = (frame.hd.flags & NGHTTP2_FLAG_END_STREAM) != 0;
    stream->is_whole |= is_end;
    if (is_end || frame.hd.type == NGHTTP2_HEADERS) arrived_.push_back(stream->id);
    return 0;
  }

  int on_data(std::int32_t id, std::string_view bytes) {
    Stream* stream = find(id);
    if (!stream) return 0;
    stream->body.add(bytes);
    stream->body_bytes += bytes.size();
    if (stream->is_answered && stream->body_bytes > kLingerBytes) end(*stream);
    return 0;
  }

  // Who is still sending a body that nobody wants may stop, after a while: RFC 9113, 8.1.
  int on_sent(const nghttp2_frame& frame) {
    const bool is_body = frame.hd.type == NGHTTP2_HEADERS || frame.hd.type == NGHTTP2_DATA;
    if (!is_body || (frame.hd.flags & NGHTTP2_FLAG_END_STREAM) == 0) return 0;
    Stream* stream = find(frame.hd.stream_id);
    if (!stream || stream->is_whole) return 0;
    wait(*stream, kLingerTimeout, &Http2::end);
    return 0;
  }

  void end(Stream& stream) {
    nghttp2_submit_rst_stream(session_.get(), NGHTTP2_FLAG_NONE, stream.id, NGHTTP2_NO_ERROR);
  }

  // Requests.

  void look_at_arrivals() {
    for (const std::int32_t id : std::exchange(arrived_, {})) {
      Stream* stream = find(id);
      if (stream && !stream->is_answered) look_at(*stream);
    }
  }

  void look_at(Stream& stream) {
    Request& request = stream.request;
    if (turned_away_) return turn_away(stream);
    if (stream.is_malformed) return refuse_malformed(stream);
    if (stream.is_whole) {
      stream.body.move_to(request);
      return handle(stream);
    }
    if (stream.is_waited_for) return;
    const std::string* expected = find_header(request.headers, "expect");
    const bool waits = expected && iequals(*expected, "100-continue");
    const bool says_length = stream.length != std::numeric_limits<std::uint64_t>::max();
    if (waits && says_length && stream.length > kBodyLimit) {
      request.body_too_large = true;
      return refuse(stream, Shortage::none);
    }
    if (!settings_.needs_body(request)) return refuse(stream, Shortage::none);
    stream.is_waited_for = true;
    wait(stream, settings_.limits.body_timeout, &Http2::end_time);
    if (waits) submit_continue(stream);
  }

  void turn_away(Stream& stream) {
    refuse(stream, Shortage::connections);
    nghttp2_submit_goaway(session_.get(), NGHTTP2_FLAG_NONE, stream.id, NGHTTP2_NO_ERROR, nullptr, 0);
  }

  void end_time(Stream& stream) { refuse(stream, Shortage::time); }

  void refuse(Stream& stream, Shortage shortage) {
    stream.request.shortage = shortage;
    stream.body.discard();
    handle(stream);
  }

  void refuse_malformed(Stream& stream) {
    settings_.on_malformed(stream.header_bytes > kHeaderLimit ? "HTTP/2: header limit exceeded"
                                                              : "HTTP/2: more than one host");
    stream.is_answered = true;
    stream.body.discard();
    stream.answer = {.status = 400};
    send_head(stream);
  }

  void submit_continue(Stream& stream) {
    const nghttp2_nv status = header_field(":status", "100");
    nghttp2_submit_headers(session_.get(), NGHTTP2_FLAG_NONE, stream.id, nullptr, &status, 1, nullptr);
  }

  // Answers.

  void handle(Stream& stream) {
    stream.is_answered = true;
    stream.timer.reset();
    ++stream.wait_number;
    stream.answer = settings_.handler(stream.request);
    stream.has_body = stream.request.method != "HEAD";
    stream.request = {};
    stream.body.discard();
    if (stream.answer.reset) return reset(stream);
    if (stream.answer.delay_before_head.count() == 0) return send_head(stream);
    wait(stream, stream.answer.delay_before_head, &Http2::send_head);
  }

  void reset(Stream& stream) {
    nghttp2_submit_rst_stream(session_.get(), NGHTTP2_FLAG_NONE, stream.id, NGHTTP2_INTERNAL_ERROR);
  }

  void send_head(Stream& stream) {
    Answer& answer = stream.answer;
    std::vector<std::string> names;
    names.reserve(answer.headers.size());
    const std::string status = std::to_string(answer.status), length = std::to_string(answer.body.size());
    std::vector<nghttp2_nv> fields = {header_field(":status", status)};
    for (const auto& [name, value] : answer.headers)
      fields.push_back(header_field(names.emplace_back(ascii_lower(name)), value));
    if (!answer.streamed) fields.push_back(header_field("content-length", length));
    stream.playback = Playback(std::move(answer), stream.has_body);
    nghttp2_data_provider provider{.source = {.ptr = nullptr}, .read_callback = read_body};
    const bool is_empty = stream.playback.state() == Playback::State::whole;
    nghttp2_submit_response(session_.get(), stream.id, fields.data(), fields.size(),
                            is_empty ? nullptr : &provider);
    stream.answer = {};
  }

  static ssize_t read_body(nghttp2_session*, std::int32_t id, std::uint8_t* out, std::size_t size,
                           std::uint32_t* flags, nghttp2_data_source*, void* user) {
    auto& self = *static_cast<Http2*>(user);
    Stream* stream = self.find(id);
    if (!stream) return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
    return self.read_body(*stream, {out, size}, *flags);
  }

  // Fills a DATA frame, as large as the client's window allows.
  ssize_t read_body(Stream& stream, std::span<std::uint8_t> out, std::uint32_t& flags) {
    Playback& playback = stream.playback;
    std::size_t filled = 0;
    while (playback.state() == Playback::State::sending && filled < out.size()) {
      const std::string_view bytes = playback.bytes().substr(0, out.size() - filled);
      std::memcpy(out.data() + filled, bytes.data(), bytes.size());
      filled += bytes.size();
      playback.sent(bytes.size());
    }
    if (playback.state() == Playback::State::whole) flags |= NGHTTP2_DATA_FLAG_EOF;
    if (filled > 0 || playback.state() == Playback::State::whole) return static_cast<ssize_t>(filled);
    if (playback.state() == Playback::State::cut) {
      wait(stream, kPauseBeforeReset, &Http2::reset);
    } else {
      wait(stream, playback.pause(), &Http2::resume);
    }
    return NGHTTP2_ERR_DEFERRED;
  }

  void resume(Stream& stream) {
    stream.playback.resume();
    nghttp2_session_resume_data(session_.get(), stream.id);
  }

  void wait(Stream& stream, std::chrono::milliseconds delay, Next then) {
    if (!stream.timer) stream.timer.emplace(connection_.executor());
    stream.timer->expires_after(delay);
    stream.timer->async_wait([connection = connection_.shared_from_this(), this, then, id = stream.id,
                              number = ++stream.wait_number](error_code ec) {
      if (ec || connection->is_closed()) return;
      Stream* waiting = find(id);
      if (!waiting || waiting->wait_number != number) return;
      (this->*then)(*waiting);
      flush();
    });
  }

  // Output.

  std::string next_output() {
    std::string out;
    while (out.size() < kOutputBytes) {
      const std::uint8_t* data = nullptr;
      const ssize_t size = nghttp2_session_mem_send(session_.get(), &data);
      has_failed_ |= size < 0;
      if (size <= 0) break;
      out.append(reinterpret_cast<const char*>(data), static_cast<std::size_t>(size));
    }
    return out;
  }

  void flush() {
    if (connection_.is_writing() || connection_.is_closed()) return;
    std::string out = next_output();
    if (!out.empty()) {
      connection_.expire_after(kWriteTimeout);
      return connection_.write(std::move(out));
    }
    const bool is_over =
        nghttp2_session_want_read(session_.get()) == 0 && nghttp2_session_want_write(session_.get()) == 0;
    if (is_over || has_failed_) return end_connection();
    if (streams_.empty()) return connection_.expire_after(turned_away_ ? kTurnedAwayTimeout : kIdleTimeout);
    if (waits_for_client()) return connection_.expire_after(kWriteTimeout);
    connection_.expire_never();
  }

  // Whether something could be sent if the client's window were open.
  bool waits_for_client() const {
    return std::any_of(streams_.begin(), streams_.end(), [](const auto& entry) {
      const Stream& stream = entry.second;
      return stream.is_answered && stream.playback.state() == Playback::State::sending;
    });
  }

  void end_connection() {
    connection_.end_output();
    connection_.close_now();
  }

  Connection& connection_;
  SessionSettings& settings_;
  const bool turned_away_;
  std::optional<Request> upgraded_;
  std::string upgrade_settings_;
  std::map<std::int32_t, Stream> streams_;
  bool has_failed_ = false;
  std::vector<std::int32_t> arrived_;  // those whose head, or whose end, has come
  NghttpSession session_;
};

}  // namespace

std::unique_ptr<Protocol> http2(Connection& connection, SessionSettings& settings, ConnectionKind kind) {
  return std::make_unique<Http2>(connection, settings, kind.turned_away);
}

std::unique_ptr<Protocol> http2_after_upgrade(Connection& connection, SessionSettings& settings,
                                              std::string client_settings, Request request) {
  auto protocol = std::make_unique<Http2>(connection, settings, false);
  protocol->take_over(std::move(client_settings), std::move(request));
  return protocol;
}

std::optional<std::string> decoded_settings(std::string_view header) {
  std::string text(header);
  std::replace(text.begin(), text.end(), '-', '+');
  std::replace(text.begin(), text.end(), '_', '/');
  text.append((4 - text.size() % 4) % 4, '=');
  std::optional<std::string> settings = base64_decode(text);
  if (settings && settings->size() % kSettingBytes != 0) settings.reset();
  return settings;
}

}  // namespace anthropic::internal::local
