#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace anthropic::internal::local {

/// What came of an attempt to read or write.
struct Transfer {
  enum class State : std::uint8_t {
    done,         ///< `bytes` of them, at least one
    wants_read,   ///< Again when the socket can be read …
    wants_write,  ///< … or written.
    ended,        ///< The other side has sent its last byte.
    failed,
  };
  State state = State::failed;
  std::size_t bytes = 0;
  /// If it failed because the bytes were none of this protocol: what was wrong. Static.
  const char* malformed = nullptr;
};

/// The bytes of one connection over a socket that is not its own, and that does not block.
class ByteChannel {
 public:
  virtual ~ByteChannel() = default;
  virtual Transfer read(std::span<char> buffer) = 0;
  virtual Transfer write(std::string_view bytes) = 0;
  /// Tells the other side that nothing follows.
  virtual void end_output() = 0;
  /// Whether there are bytes to read that no longer wait in the socket.
  virtual bool has_buffered() const = 0;
};

std::unique_ptr<ByteChannel> plain_channel(int socket);

}  // namespace anthropic::internal::local
