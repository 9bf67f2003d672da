#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <anthropic/headers.hpp>

#include "local/server/exchange.hpp"

namespace anthropic::internal::local {

struct RawResponse {
  std::string head;  ///< As it came, without the blank line.
  int status = 0;    ///< 0: no answer.
  Headers headers;
  std::string body;        ///< Unchunked.
  bool is_whole = false;   ///< The HTTP message ended properly.
  bool was_reset = false;  ///< The connection ended with an RST.
};

/// A blocking HTTP/1.1 client that shows what happens on the wire.
class RawClient {
 public:
  explicit RawClient(std::uint16_t port);
  RawClient(RawClient&& other) noexcept;
  RawClient(const RawClient&) = delete;
  ~RawClient();

  void send(std::string_view bytes);
  void send(const Request& request);
  RawResponse receive();
  /// The answer to a HEAD, which has no body.
  RawResponse receive_head();
  /// What comes next; empty at the end.
  std::string receive_some();
  /// Reads until so many bytes came in all, or the end; whether they did.
  bool receive_at_least(std::size_t bytes);
  /// Whether the other side has ended the connection: waits for it.
  bool is_closed();
  void hang_up();

 private:
  bool read_more();

  int socket_ = -1;
  std::string buffer_;
  bool was_reset_ = false;
};

/// The bytes of a request, with its Content-Length.
std::string wire_text(const Request& request);

}  // namespace anthropic::internal::local
