#pragma once

#include <cstdint>
#include <variant>

#include <anthropic/message.hpp>

// The events of a streamed message. https://docs.claude.com/en/docs/build-with-claude/streaming

namespace anthropic {

struct TextDelta {
  std::string text = {};
};

/// A piece of a tool's input: JSON text that is whole only when its block has ended.
struct InputJSONDelta {
  std::string partial_json = {};
};

struct UnknownDelta {
  Json json = {};
};

using ContentBlockDelta = std::variant<TextDelta, InputJSONDelta, UnknownDelta>;

/// The message's head: id, model, the input's usage; no content yet.
struct MessageStartEvent {
  Message message = {};
};

struct ContentBlockStartEvent {
  std::int64_t index = 0;
  ContentBlock content_block = {};
};

struct ContentBlockDeltaEvent {
  std::int64_t index = 0;
  ContentBlockDelta delta = {};
};

struct ContentBlockStopEvent {
  std::int64_t index = 0;
};

/// The message's end: why it stopped, and usage, which is cumulative.
struct MessageDeltaEvent {
  struct Delta {
    StopReason stop_reason = {};
    std::optional<std::string> stop_sequence = {};
    Json extra = {};
  };
  Delta delta = {};
  Json usage = {};  ///< The members that were sent: they replace those of the message's usage.
  Json extra = {};
};

/// The last event. On Bedrock `extra` holds "amazon-bedrock-invocationMetrics".
struct MessageStopEvent {
  Json extra = {};
};

struct PingEvent {};

/// An event of a type that has no struct here, whole.
struct UnknownEvent {
  Json json = {};
};

struct StreamEvent
    : std::variant<MessageStartEvent, ContentBlockStartEvent, ContentBlockDeltaEvent, ContentBlockStopEvent,
                   MessageDeltaEvent, MessageStopEvent, PingEvent, UnknownEvent> {
  using variant::variant;
  using variant::operator=;

  /// The API's name of the type, for example "content_block_delta".
  std::string_view type() const;
  /// The piece of text that this event brings; empty if it brings none.
  std::string_view text() const;

  Json to_json() const;
};

}  // namespace anthropic
