#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <nghttp2/nghttp2.h>
#include <optional>
#include <string>

#include <anthropic/headers.hpp>

#include "local/server/exchange.hpp"
#include "raw_client.hpp"

namespace anthropic::internal::local {

struct Http2Response {
  int status = 0;        ///< 0: no answer.
  bool interim = false;  ///< 100 came before it.
  Headers headers;
  std::string body;
  bool is_whole = false;               ///< END_STREAM has come.
  std::optional<std::uint32_t> reset;  ///< The code of an RST_STREAM.
};

/// A blocking HTTP/2 client with prior knowledge that shows what happens on the wire.
class Http2Client {
 public:
  /// With a `window`, a stream gets no more than that until open_window().
  explicit Http2Client(std::uint16_t port, std::optional<std::uint32_t> window = std::nullopt);
  ~Http2Client();

  /// Sends a request; the number of its stream.
  std::int32_t send(const Request& request);
  /// Sends the head of one whose body follows.
  std::int32_t send_head(const Request& request);
  void send_body(std::int32_t stream, std::string_view bytes, bool is_end);
  void send_trailers(std::int32_t stream, const Headers& trailers);
  void reset(std::int32_t stream);
  void ping();
  void open_window(std::int32_t stream, std::size_t bytes);
  /// Bytes outside of any protocol.
  void send_raw(std::string_view bytes) { socket_.send(bytes); }

  /// The answer, when its stream has ended.
  Http2Response receive(std::int32_t stream);
  Http2Response ask(const Request& request) { return receive(send(request)); }
  /// Reads until it is so, or the connection ends; whether it is.
  bool receive_until(const std::function<bool()>& is_so);
  const Http2Response& response(std::int32_t stream) { return streams_[stream].response; }
  /// The code of the GOAWAY that came.
  std::optional<std::uint32_t> goaway() const { return goaway_; }
  std::size_t pongs() const { return pongs_; }
  bool is_closed();
  std::uint32_t concurrent_streams() const;
  void hang_up() { socket_.hang_up(); }

 private:
  struct Stream {
    Http2Response response;
    std::string body;  // still to be sent
    bool is_body_whole = false;
    bool has_trailers = false;
    bool has_ended = false;
  };

  std::int32_t submit(const Request& request, std::string body, bool is_whole);
  void flush();
  bool read_more();
  static ssize_t read_body(nghttp2_session*, std::int32_t id, std::uint8_t* out, std::size_t size,
                           std::uint32_t* flags, nghttp2_data_source*, void* user);

  RawClient socket_;
  std::map<std::int32_t, Stream> streams_;
  std::optional<std::uint32_t> goaway_;
  std::size_t pongs_ = 0;
  nghttp2_session* session_ = nullptr;
};

}  // namespace anthropic::internal::local
