#pragma once

#include <string_view>

#include <anthropic/stream_event.hpp>

namespace anthropic {

/// Reads the JSON of a stream's event over `event`, reusing what it has allocated: deltas of text and of a
/// tool's input, nearly all of the events there are, cost no allocation once it is warm. Fails with
/// response_validation on what is not JSON.
Result<void> parse_event(std::string_view json, StreamEvent& event);

StreamEvent event_from_json(Json json);

}  // namespace anthropic
