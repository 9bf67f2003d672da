#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

#include <anthropic/result.hpp>

namespace anthropic::internal {

/// The bytes of a streamed answer in, the JSON of first-party events out.
class StreamDecoder {
 public:
  virtual ~StreamDecoder() = default;
  /// Takes the next bytes, which must stay where they are until next() needs more.
  virtual void push(std::string_view bytes) = 0;
  /// The next event's JSON, valid until the next call; empty if more bytes are needed. Fails on a damaged
  /// stream and on an error that the stream itself reports.
  virtual Result<std::optional<std::string_view>> next() = 0;
  /// Called at the end of the body: fails with incomplete_stream if something is unfinished.
  virtual Result<void> finish() = 0;
};

/// For InvokeModelWithResponseStream: event-stream frames that hold events in base64.
std::unique_ptr<StreamDecoder> make_event_stream_decoder();
/// For answers in text/event-stream, as Anthropic's own API and gateways send them. Fails on an event of more
/// than `max_event_bytes`.
std::unique_ptr<StreamDecoder> make_sse_decoder(std::size_t max_event_bytes = 16u << 20);

}  // namespace anthropic::internal
