#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

// Server-sent events. https://html.spec.whatwg.org/multipage/server-sent-events.html

namespace anthropic::internal::sse {

/// Views into the decoder, valid until it is called again.
struct Event {
  std::string_view event;  ///< empty if the stream named none
  std::string_view data;   ///< lines joined with '\n'
  std::string_view id;
};

/// Bytes in, events out. Lines may end in LF, CR or CRLF, cut anywhere.
class Decoder {
 public:
  /// No line, and no event, may be longer than `limit` bytes.
  explicit Decoder(std::size_t limit = 16u << 20) : limit_(limit) {}

  void push(std::string_view bytes);
  /// The next whole event; null if more bytes are needed. An event that the end of the stream cuts off is
  /// dropped, and so is one without a data line. After one that is too long nothing more comes.
  const Event* next();
  bool is_too_long() const { return is_too_long_; }

 private:
  std::optional<std::string_view> take_line();
  void take_field(std::string_view line);
  bool fits(std::size_t bytes);
  bool skip_byte_order_mark();

  const std::size_t limit_;
  std::string buffer_;
  std::size_t position_ = 0;  ///< where the line that is being read begins
  std::size_t scanned_ = 0;   ///< no line ends before here
  std::string event_name_, data_, id_;
  bool has_data_ = false, skip_lf_ = false, started_ = false, handed_out_ = false;
  bool is_too_long_ = false;
  Event event_;
};

}  // namespace anthropic::internal::sse
