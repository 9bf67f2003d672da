#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include <anthropic/stream_event.hpp>

namespace anthropic {

/// Reads the JSON of stream events. One per stream: it reuses its memory, so that text deltas, nearly all of
/// the events there are, cost no allocation once it is warm.
class EventParser {
 public:
  /// How many readable bytes must follow the text that is parsed.
  static constexpr std::size_t padding = 64;

  EventParser();
  ~EventParser();
  EventParser(EventParser&&) noexcept;
  EventParser& operator=(EventParser&&) noexcept;

  /// Overwrites `event`, reusing what it has allocated. Fails with response_validation on what is not JSON.
  Result<void> parse(std::string_view json, StreamEvent& event);

 private:
  struct Memory;
  std::unique_ptr<Memory> memory_;
};

StreamEvent event_from_json(Json json);

}  // namespace anthropic
