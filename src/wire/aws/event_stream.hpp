#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <anthropic/result.hpp>

// AWS's binary event stream, application/vnd.amazon.eventstream.
// https://smithy.io/2.0/aws/amazon-eventstream.html

namespace anthropic::internal::event_stream {

using Uuid = std::array<unsigned char, 16>;
struct Timestamp {
  std::int64_t milliseconds;
  bool operator==(const Timestamp&) const = default;
};
struct Bytes {
  std::string_view value;
  bool operator==(const Bytes&) const = default;
};

/// A header's value; views point into the frame.
using HeaderValue = std::variant<bool, std::int8_t, std::int16_t, std::int32_t, std::int64_t, Bytes,
                                 std::string_view, Timestamp, Uuid>;
struct Header {
  std::string_view name;
  HeaderValue value;
};

/// One frame. It points into the decoder and the bytes that it was given, and is valid until the decoder is
/// called again.
struct Frame {
  std::vector<Header> headers;
  bool headers_repeat = false;  ///< They are those of the frame before.
  std::string_view payload;
  /// The value of a string header; empty if absent or of another type.
  std::string_view string_header(std::string_view name) const;
};

struct Limits {
  std::size_t payload = 24u << 20;
  std::size_t headers = 128u << 10;
};

/// Bytes in, frames out. Copies nothing but a frame that comes in pieces.
class Decoder {
 public:
  explicit Decoder(Limits limits = {}) : limits_(limits) {}

  /// Takes the next bytes of the stream, which must stay where they are until next() needs more.
  void push(std::string_view bytes);
  void push(std::string&& bytes) = delete;  ///< It would be gone.
  /// The next whole frame, or null if more bytes are needed. Fails with response_validation on a damaged
  /// frame and on every call after that.
  Result<const Frame*> next();
  /// Called at the end of the stream: fails with incomplete_stream if a frame is unfinished.
  Result<void> finish() const;

 private:
  /// What has not been read: `size` bytes of it or more in one piece, or all that there is.
  std::string_view waiting(std::size_t size);
  void drop(std::size_t size);
  void keep_rest();
  /// What is wrong with them; null if nothing is.
  const char* parse_headers(std::string_view bytes);
  Error fail(const char* what);

  Limits limits_;
  std::string kept_;          // the beginning of a frame, from earlier pushes
  std::size_t position_ = 0;  // in it, of what has not been read
  std::string_view pushed_;   // what of the last push has not been read; it follows
  std::string header_bytes_;  // of the last frame
  Frame frame_;
  std::optional<Error> failure_;
};

/// Appends one frame to `out`. Names are 1 to 255 bytes, strings and byte arrays up to 65,535; what is longer
/// is cut.
void encode(const std::vector<Header>& headers, std::string_view payload, std::string& out);

}  // namespace anthropic::internal::event_stream
