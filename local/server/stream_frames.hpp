#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "local/replies/composed_message.hpp"

namespace anthropic::internal::local {

/// Frames of an event stream, one after the other in one string.
struct FrameSequence {
  struct Mark {
    std::size_t begin;
    bool is_delta;  ///< A content_block_delta; faults count those.
  };
  std::string bytes;
  std::vector<Mark> frames;
  bool is_sse = false;     ///< Server-sent events instead.
  std::size_t ending = 1;  ///< How many of the last frames say that the message is whole.

  std::string_view frame(std::size_t index) const;
};

/// The answer to InvokeModelWithResponseStream as Bedrock frames it: one Anthropic event a chunk, padded, the
/// invocation metrics in the last.
FrameSequence stream_frames(const ComposedMessage& message);

/// The answer of the Messages API to a request with "stream": server-sent events.
FrameSequence sse_frames(const ComposedMessage& message);

/// A message as the Messages API streams it: one event's JSON after the other, and whether it is a
/// content_block_delta. Bedrock's metrics are in the last if it shall have them.
void for_each_event(const ComposedMessage& message, bool has_metrics,
                    const std::function<void(std::string_view json, bool is_delta)>& sink);

/// One server-sent event, named by its JSON's type.
void append_sse(std::string_view event_json, std::string& out);
/// One chunk with an Anthropic event in it.
void append_chunk(std::string_view event_json, std::string& out);
/// One event of a stream that has types of its own, ConverseStream's: its payload, an object, and padding.
void append_event(std::string_view type, std::string_view payload_json, std::string& out);
/// A modelled exception: "throttlingException".
void append_exception(std::string_view type, std::string_view payload_json, std::string& out);
/// An error that the service's model does not have.
void append_error(std::string_view code, std::string_view message, std::string& out);

}  // namespace anthropic::internal::local
