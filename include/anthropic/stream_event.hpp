#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <cstdint>
#include <variant>

#include <anthropic/lifetime_bound.hpp>
#include <anthropic/message.hpp>

// The events of a streamed message. https://docs.claude.com/en/docs/build-with-claude/streaming

namespace anthropic::inline v0 {

struct TextDelta {
  std::string text = {};
  Json extra = {};
};

/// A piece of a tool's input: JSON text that is complete only when its block has ended.
struct InputJSONDelta {
  std::string partial_json = {};
  Json extra = {};
};

/// One more source of the text so far.
struct CitationsDelta {
  TextCitation citation;
  Json extra = {};
};

/// A piece of Claude's thinking.
struct ThinkingDelta {
  std::string thinking = {};
  Json extra = {};
};

/// The signature of a thinking block, whole; it comes last.
struct SignatureDelta {
  std::string signature = {};
  Json extra = {};
};

/// A delta of a type that has no struct here, whole.
struct UnknownDelta {
  Json json = {};
};

using ContentBlockDelta =
    std::variant<TextDelta, InputJSONDelta, CitationsDelta, ThinkingDelta, SignatureDelta, UnknownDelta>;

/// The message's head: id, model, the input's usage; no content yet.
struct MessageStartEvent {
  Message message;
  Json extra = {};
};

struct ContentBlockStartEvent {
  std::int64_t index = 0;
  ContentBlock content_block;
  Json extra = {};
};

struct ContentBlockDeltaEvent {
  std::int64_t index = 0;
  ContentBlockDelta delta;
  Json extra = {};
};

struct ContentBlockStopEvent {
  std::int64_t index = 0;
  Json extra = {};
};

/// The message's end: why it stopped, and usage, which is cumulative.
struct MessageDeltaEvent {
  struct Delta {
    StopReason stop_reason = {};
    std::optional<std::string> stop_sequence = {};
    std::optional<RefusalStopDetails> stop_details = {};
    Json extra = {};
  };
  Delta delta = {};
  Json usage = {};  ///< The members that were sent; they replace those of the message's usage.
  Json extra = {};
};

/// The last event. On Bedrock `extra` holds "amazon-bedrock-invocationMetrics".
struct MessageStopEvent {
  Json extra = {};
};

struct PingEvent {
  Json extra = {};
};

/// An event of a type that has no struct here, whole.
struct UnknownEvent {
  Json json = {};
};

struct StreamEvent
    : std::variant<MessageStartEvent, ContentBlockStartEvent, ContentBlockDeltaEvent, ContentBlockStopEvent,
                   MessageDeltaEvent, MessageStopEvent, PingEvent, UnknownEvent> {
  using variant::variant;
  using variant::operator=;

  // Defined once, in the library: they are long, and every copy of a message has them.
  StreamEvent() noexcept;
  StreamEvent(const StreamEvent&);
  StreamEvent(StreamEvent&&) noexcept;
  StreamEvent& operator=(const StreamEvent&);
  StreamEvent& operator=(StreamEvent&&) noexcept;
  ~StreamEvent();

  /// The API's name of the type, for example "content_block_delta".
  std::string_view type() const ANTHROPIC_LIFETIME_BOUND;
  /// The piece of text that this event brings; empty if it brings none.
  std::string_view text() const ANTHROPIC_LIFETIME_BOUND;
  /// The piece of thinking that this event brings; empty if it brings none.
  std::string_view thinking() const ANTHROPIC_LIFETIME_BOUND;
  /// The piece of a tool's input that this event brings; empty if it brings none.
  std::string_view partial_json() const ANTHROPIC_LIFETIME_BOUND;

  Json to_json() const;
  /// Loses nothing: an event that fits no struct becomes an UnknownEvent.
  static StreamEvent from_json(Json json);
};

}  // namespace anthropic::inline v0
