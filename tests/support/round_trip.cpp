#include "support/round_trip.hpp"

#include <anthropic/message_create_params.hpp>
#include <anthropic/stream_event.hpp>

#include "wire/messages/citation_codec.hpp"
#include "wire/messages/content_codec.hpp"
#include "wire/messages/source_codec.hpp"

namespace anthropic::internal {
namespace {

template <class T>
Json through_sink(const T& value) {
  TreeSink tree;
  write(value, tree);
  return tree.take();
}

template <class T>
Json as_strict_text(const T& value) {
  std::string text;
  TextSink sink(text, Audience::strict_server);
  write(value, sink);
  return *Json::parse(text);
}

/// As a member of the smallest request that may hold it, and out of it again.
Json through_request(const char* name, Json value) {
  Json request = Json::object({{"model", "m"}, {"max_tokens", 1}});
  request.set("messages", Json::array({Json::object({{"role", "user"}, {"content", "x"}})}));
  request.set(name, std::move(value));
  return (*MessageCreateParams::from_json(std::move(request))->to_json())[name];
}

/// As the delta of an event, whose member it comes back as.
Json through_event(Json delta) {
  const Json event =
      Json::object({{"type", "content_block_delta"}, {"index", 0}, {"delta", std::move(delta)}});
  return StreamEvent::from_json(event).to_json()["delta"];
}

bool known_stop_reason(std::string_view name) {
  for (const std::string_view known :
       {StopReason::end_turn, StopReason::max_tokens, StopReason::stop_sequence, StopReason::tool_use,
        StopReason::pause_turn, StopReason::refusal, StopReason::compaction,
        StopReason::model_context_window_exceeded}) {
    if (name == known) return true;
  }
  return false;
}

}  // namespace

Json round_trip(std::string_view kind, Json value) {
  if (kind == "ContentBlock" || kind == "ContentBlockParam")
    return ContentBlock::from_json(std::move(value)).to_json();
  if (kind == "TextCitation" || kind == "TextCitationParam")
    return TextCitation::from_json(std::move(value)).to_json();
  if (kind == "ImageSource") return through_sink(image_source_from_json(std::move(value)));
  if (kind == "DocumentSource") return through_sink(document_source_from_json(std::move(value)));
  if (kind == "ToolUnion") return ToolUnion::from_json(std::move(value)).to_json();
  if (kind == "ToolChoice") return through_request("tool_choice", std::move(value));
  if (kind == "ThinkingConfigParam") return through_request("thinking", std::move(value));
  if (kind == "RawContentBlockDelta") return through_event(std::move(value));
  if (kind == "RawMessageStreamEvent") return StreamEvent::from_json(std::move(value)).to_json();
  if (kind == "Message") {
    const auto message = Message::from_json(std::move(value));
    return message ? message->to_json() : Json();
  }
  if (kind == "MessageCreateParams") {
    const auto params = MessageCreateParams::from_json(std::move(value));
    return params ? params->to_json().value_or(Json()) : Json();
  }
  if (kind == "StopReason") return known_stop_reason(value.string_or("")) ? value : Json();
  return nullptr;
}

Json replay(std::string_view kind, Json value) {
  if (kind == "ContentBlock") return as_strict_text(ContentBlock::from_json(std::move(value)));
  if (kind == "TextCitation") return as_strict_text(TextCitation::from_json(std::move(value)));
  return nullptr;
}

}  // namespace anthropic::internal
