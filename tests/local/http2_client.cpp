#include "http2_client.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "base/text/text.hpp"

namespace anthropic::internal::local {
namespace {

nghttp2_nv field(std::string_view name, std::string_view value) {
  const auto bytes = [](std::string_view text) {
    return reinterpret_cast<std::uint8_t*>(const_cast<char*>(text.data()));
  };
  return {bytes(name), bytes(value), name.size(), value.size(), NGHTTP2_NV_FLAG_NONE};
}

}  // namespace

Http2Client::Http2Client(std::uint16_t port, std::optional<std::uint32_t> window) : socket_(port) {
  nghttp2_session_callbacks* callbacks = nullptr;
  nghttp2_session_callbacks_new(&callbacks);
  nghttp2_session_callbacks_set_on_header_callback(
      callbacks, [](auto*, const nghttp2_frame* frame, const std::uint8_t* name, std::size_t name_size,
                    const std::uint8_t* value, std::size_t value_size, std::uint8_t, void* user) {
        Http2Response& response = static_cast<Http2Client*>(user)->streams_[frame->hd.stream_id].response;
        const std::string header(reinterpret_cast<const char*>(name), name_size);
        const std::string text(reinterpret_cast<const char*>(value), value_size);
        if (header != ":status") {
          response.headers.emplace_back(header, text);
        } else if (text == "100") {
          response.interim = true;
        } else {
          response.status = std::atoi(text.c_str());
        }
        return 0;
      });
  nghttp2_session_callbacks_set_on_data_chunk_recv_callback(
      callbacks,
      [](auto*, std::uint8_t, std::int32_t id, const std::uint8_t* data, std::size_t size, void* user) {
        static_cast<Http2Client*>(user)->streams_[id].response.body.append(
            reinterpret_cast<const char*>(data), size);
        return 0;
      });
  nghttp2_session_callbacks_set_on_frame_recv_callback(
      callbacks, [](auto*, const nghttp2_frame* frame, void* user) {
        auto& self = *static_cast<Http2Client*>(user);
        if (frame->hd.type == NGHTTP2_GOAWAY) self.goaway_ = frame->goaway.error_code;
        if (frame->hd.type == NGHTTP2_PING) ++self.pongs_;
        if (frame->hd.type == NGHTTP2_RST_STREAM)
          self.streams_[frame->hd.stream_id].response.reset = frame->rst_stream.error_code;
        const bool may_end = frame->hd.type == NGHTTP2_HEADERS || frame->hd.type == NGHTTP2_DATA;
        if (may_end && (frame->hd.flags & NGHTTP2_FLAG_END_STREAM) != 0)
          self.streams_[frame->hd.stream_id].response.is_whole = true;
        return 0;
      });
  nghttp2_session_callbacks_set_on_stream_close_callback(
      callbacks, [](auto*, std::int32_t id, std::uint32_t, void* user) {
        static_cast<Http2Client*>(user)->streams_[id].has_ended = true;
        return 0;
      });
  nghttp2_option* options = nullptr;
  nghttp2_option_new(&options);
  nghttp2_option_set_no_auto_window_update(options, window ? 1 : 0);
  nghttp2_option_set_max_send_header_block_length(options, 1 << 20);
  nghttp2_session_client_new2(&session_, callbacks, this, options);
  nghttp2_option_del(options);
  nghttp2_session_callbacks_del(callbacks);
  const nghttp2_settings_entry entry{NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, window.value_or(65'535)};
  nghttp2_submit_settings(session_, NGHTTP2_FLAG_NONE, &entry, 1);
  flush();
}

Http2Client::~Http2Client() {
  nghttp2_session_del(session_);
}

std::int32_t Http2Client::send(const Request& request) {
  return submit(request, request.body, true);
}

std::int32_t Http2Client::send_head(const Request& request) {
  return submit(request, {}, false);
}

std::int32_t Http2Client::submit(const Request& request, std::string body, bool is_whole) {
  std::vector<std::pair<std::string, std::string>> headers;
  std::string authority;
  for (const auto& [name, value] : request.headers) {
    if (iequals(name, "host")) {
      authority = value;
    } else {
      headers.emplace_back(ascii_lower(name), value);
    }
  }
  std::vector<nghttp2_nv> fields = {field(":method", request.method), field(":scheme", "http"),
                                    field(":path", request.target)};
  if (!authority.empty()) fields.push_back(field(":authority", authority));
  for (const auto& [name, value] : headers) fields.push_back(field(name, value));
  nghttp2_data_provider provider{.source = {.ptr = nullptr}, .read_callback = read_body};
  const bool has_body = !body.empty() || !is_whole;
  const std::int32_t id = nghttp2_submit_request(session_, nullptr, fields.data(), fields.size(),
                                                 has_body ? &provider : nullptr, nullptr);
  streams_[id].body = std::move(body);
  streams_[id].is_body_whole = is_whole;
  flush();
  return id;
}

ssize_t Http2Client::read_body(nghttp2_session*, std::int32_t id, std::uint8_t* out, std::size_t size,
                               std::uint32_t* flags, nghttp2_data_source*, void* user) {
  Stream& stream = static_cast<Http2Client*>(user)->streams_[id];
  if (stream.body.empty() && !stream.is_body_whole) return NGHTTP2_ERR_DEFERRED;
  const std::size_t taken = std::min(size, stream.body.size());
  std::memcpy(out, stream.body.data(), taken);
  stream.body.erase(0, taken);
  if (stream.body.empty() && stream.is_body_whole) *flags |= NGHTTP2_DATA_FLAG_EOF;
  if (stream.has_trailers) *flags |= NGHTTP2_DATA_FLAG_NO_END_STREAM;
  return static_cast<ssize_t>(taken);
}

void Http2Client::send_body(std::int32_t id, std::string_view bytes, bool is_end) {
  streams_[id].body += bytes;
  streams_[id].is_body_whole = is_end;
  nghttp2_session_resume_data(session_, id);
  flush();
}

void Http2Client::send_trailers(std::int32_t id, const Headers& trailers) {
  streams_[id].has_trailers = true;
  streams_[id].is_body_whole = true;
  std::vector<nghttp2_nv> fields;
  for (const auto& [name, value] : trailers) fields.push_back(field(name, value));
  nghttp2_session_resume_data(session_, id);
  flush();
  nghttp2_submit_trailer(session_, id, fields.data(), fields.size());
  flush();
}

void Http2Client::reset(std::int32_t id) {
  nghttp2_submit_rst_stream(session_, NGHTTP2_FLAG_NONE, id, NGHTTP2_CANCEL);
  flush();
}

void Http2Client::ping() {
  nghttp2_submit_ping(session_, NGHTTP2_FLAG_NONE, nullptr);
  flush();
}

void Http2Client::open_window(std::int32_t id, std::size_t bytes) {
  nghttp2_session_consume(session_, id, bytes);
  nghttp2_submit_window_update(session_, NGHTTP2_FLAG_NONE, id, static_cast<std::int32_t>(bytes));
  nghttp2_submit_window_update(session_, NGHTTP2_FLAG_NONE, 0, static_cast<std::int32_t>(bytes));
  flush();
}

Http2Response Http2Client::receive(std::int32_t id) {
  receive_until([&] { return streams_[id].has_ended; });
  return streams_[id].response;
}

bool Http2Client::receive_until(const std::function<bool()>& is_so) {
  while (!is_so()) {
    if (!read_more()) return is_so();
  }
  return true;
}

bool Http2Client::is_closed() {
  while (read_more()) {
  }
  return true;
}

std::uint32_t Http2Client::concurrent_streams() const {
  return nghttp2_session_get_remote_settings(session_, NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS);
}

bool Http2Client::read_more() {
  const std::string bytes = socket_.receive_some();
  if (bytes.empty()) return false;
  const auto taken =
      nghttp2_session_mem_recv(session_, reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  if (taken < 0) return false;
  flush();
  return true;
}

void Http2Client::flush() {
  while (true) {
    const std::uint8_t* data = nullptr;
    const ssize_t size = nghttp2_session_mem_send(session_, &data);
    if (size <= 0) return;
    socket_.send({reinterpret_cast<const char*>(data), static_cast<std::size_t>(size)});
  }
}

}  // namespace anthropic::internal::local
