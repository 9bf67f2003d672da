#pragma once

#include <string_view>

#include <anthropic/stream_event.hpp>

namespace anthropic::internal {

/// Reads the JSON of a stream's event over `event`, reusing what it has allocated: deltas of text, of a
/// tool's input and of thinking, nearly all of the events there are, cost no allocation once it is warm.
/// Fails with response_validation on what is not JSON.
Result<void> parse_event(std::string_view json, StreamEvent& event);

}  // namespace anthropic::internal
