#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <anthropic/stream_event.hpp>

namespace anthropic::internal {

/// Reads the events of one stream, in which a server may have torn characters apart: half of a surrogate pair
/// at the end of a delta is kept back and joined with the other half, which begins the next one. A half that
/// stays alone, and bytes that are not UTF-8, become U+FFFD. All this costs only where an event is no JSON.
class EventReader {
 public:
  /// Reads an event's JSON over `event`, as parse_event() does.
  Result<void> read(std::string_view json, StreamEvent& event);

  /// Whether an event stood behind the one that was read last, which then is `event`.
  bool take_next(StreamEvent& event);

 private:
  struct OpenHalf {
    std::string escape;  // "\ud83d"
    StreamEvent event;   // a delta for its block, with U+FFFD in the place of the half
  };

  Result<void> read_mended(std::string_view json, StreamEvent& event);
  static std::unique_ptr<OpenHalf> take_open_half(const std::string& escape, StreamEvent& event);
  void close_half(StreamEvent& event);

  // Most streams never have one, and an event is large.
  std::unique_ptr<OpenHalf> half_;
  std::unique_ptr<StreamEvent> next_;
};

}  // namespace anthropic::internal
