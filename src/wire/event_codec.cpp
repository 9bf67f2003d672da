#include "wire/event_codec.hpp"

#define SIMDJSON_EXCEPTIONS 0
#include <simdjson.h>

#include "wire/json_fields.hpp"
#include "wire/message_codec.hpp"

namespace anthropic {

namespace ondemand = simdjson::ondemand;
using simdjson::error_code;

static_assert(EventParser::padding >= simdjson::SIMDJSON_PADDING);

struct EventParser::Memory {
  ondemand::parser parser;
};

EventParser::EventParser() : memory_(std::make_unique<Memory>()) {}
EventParser::~EventParser() = default;
EventParser::EventParser(EventParser&&) noexcept = default;
EventParser& EventParser::operator=(EventParser&&) noexcept = default;

namespace {

struct TextDeltaView {
  std::int64_t index = -1;
  std::string_view text;
  bool has_text = false;
};

bool read_delta(ondemand::object delta, TextDeltaView& out) {
  bool is_text_delta = false;
  for (auto element : delta) {
    ondemand::field field;
    std::string_view name, text;
    if (std::move(element).get(field) || field.unescaped_key().get(name)) return false;
    if (field.value().get_string().get(text)) return false;
    if (name == "type") {
      is_text_delta = text == "text_delta";
    } else if (name == "text") {
      out.text = text;
      out.has_text = true;
    } else {
      return false;
    }
  }
  return is_text_delta;
}

/// Whether the event is a text delta and nothing but: what is not goes the general way.
bool read_text_delta(ondemand::document& document, TextDeltaView& out) {
  ondemand::object event;
  if (document.get_object().get(event)) return false;
  bool is_delta_event = false, is_text_delta = false;
  for (auto element : event) {
    ondemand::field field;
    std::string_view name;
    if (std::move(element).get(field) || field.unescaped_key().get(name)) return false;
    if (name == "type") {
      std::string_view type;
      if (field.value().get_string().get(type) || type != "content_block_delta") return false;
      is_delta_event = true;
    } else if (name == "index") {
      if (field.value().get_int64().get(out.index)) return false;
    } else if (name == "delta") {
      ondemand::object delta;
      if (field.value().get_object().get(delta)) return false;
      is_text_delta = read_delta(delta, out);
      if (!is_text_delta) return false;
    } else {
      return false;
    }
  }
  const char* rest = nullptr;
  const bool at_end = document.current_location().get(rest) != simdjson::SUCCESS;
  return is_delta_event && is_text_delta && out.has_text && out.index >= 0 && at_end;
}

ContentBlockDelta delta_from_json(Json json) {
  const auto type = json["type"].as_string();
  if (type == "text_delta" && json.size() == 2 && json["text"].is_string()) {
    return TextDelta{*take_string(json, "text")};
  }
  if (type == "input_json_delta" && json.size() == 2 && json["partial_json"].is_string()) {
    return InputJSONDelta{*take_string(json, "partial_json")};
  }
  return UnknownDelta{std::move(json)};
}

Json delta_to_json(const ContentBlockDelta& delta) {
  if (const auto* text = std::get_if<TextDelta>(&delta)) {
    return Json::object({{"type", "text_delta"}, {"text", text->text}});
  }
  if (const auto* input = std::get_if<InputJSONDelta>(&delta)) {
    return Json::object({{"type", "input_json_delta"}, {"partial_json", input->partial_json}});
  }
  return std::get<UnknownDelta>(delta).json;
}

MessageDeltaEvent message_delta_from_json(Json json) {
  MessageDeltaEvent event;
  json.erase("type");
  Json delta = take(json, "delta");
  if (auto reason = take_string(delta, "stop_reason"))
    event.delta.stop_reason = StopReason(std::move(*reason));
  if (delta["stop_reason"].is_null()) delta.erase("stop_reason");
  event.delta.stop_sequence = take_string(delta, "stop_sequence");
  if (delta["stop_sequence"].is_null()) delta.erase("stop_sequence");
  event.delta.extra = rest(std::move(delta));
  event.usage = take(json, "usage");
  event.extra = rest(std::move(json));
  return event;
}

Json message_delta_to_json(const MessageDeltaEvent& event) {
  Json delta = Json::object();
  delta.set("stop_reason", event.delta.stop_reason.empty() ? Json() : Json(event.delta.stop_reason.name()));
  delta.set("stop_sequence", event.delta.stop_sequence ? Json(*event.delta.stop_sequence) : Json());
  merge(event.delta.extra, delta);
  Json json = Json::object({{"type", "message_delta"}, {"delta", std::move(delta)}});
  if (!event.usage.is_null()) json.set("usage", event.usage);
  merge(event.extra, json);
  return json;
}

}  // namespace

StreamEvent event_from_json(Json json) {
  const std::string type = json["type"].string_or("");
  const auto index = json["index"].as_int64();
  if (type == "content_block_delta" && json.size() == 3 && index && json["delta"].is_object()) {
    return ContentBlockDeltaEvent{*index, delta_from_json(take(json, "delta"))};
  }
  if (type == "content_block_start" && json.size() == 3 && index && json["content_block"].is_object()) {
    return ContentBlockStartEvent{*index, ContentBlock::from_json(take(json, "content_block"))};
  }
  if (type == "content_block_stop" && json.size() == 2 && index) return ContentBlockStopEvent{*index};
  if (type == "message_start" && json.size() == 2 && looks_like_message(json["message"])) {
    return MessageStartEvent{*Message::from_json(take(json, "message"))};
  }
  if (type == "message_delta" && json["delta"].is_object()) return message_delta_from_json(std::move(json));
  if (type == "message_stop") {
    json.erase("type");
    return MessageStopEvent{rest(std::move(json))};
  }
  if (type == "ping" && json.size() == 1) return PingEvent{};
  return UnknownEvent{std::move(json)};
}

Result<void> EventParser::parse(std::string_view json, StreamEvent& event) {
  ondemand::document document;
  TextDeltaView delta;
  const simdjson::padded_string_view padded(json.data(), json.size(), json.size() + padding);
  if (!memory_->parser.iterate(padded).get(document) && read_text_delta(document, delta)) {
    auto* held = std::get_if<ContentBlockDeltaEvent>(&event);
    if (!held) held = &event.emplace<ContentBlockDeltaEvent>();
    held->index = delta.index;
    auto* text = std::get_if<TextDelta>(&held->delta);
    if (!text) text = &held->delta.emplace<TextDelta>();
    text->text.assign(delta.text);
    return {};
  }
  auto parsed = Json::parse(json);
  if (!parsed) return std::move(parsed).error();
  event = event_from_json(*std::move(parsed));
  return {};
}

std::string_view StreamEvent::type() const {
  static constexpr std::string_view names[] = {"message_start",
                                               "content_block_start",
                                               "content_block_delta",
                                               "content_block_stop",
                                               "message_delta",
                                               "message_stop",
                                               "ping"};
  if (const auto* unknown = std::get_if<UnknownEvent>(this))
    return unknown->json["type"].as_string().value_or("");
  return names[index()];
}

std::string_view StreamEvent::text() const {
  const auto* event = std::get_if<ContentBlockDeltaEvent>(this);
  const auto* delta = event ? std::get_if<TextDelta>(&event->delta) : nullptr;
  return delta ? std::string_view(delta->text) : std::string_view();
}

Json StreamEvent::to_json() const {
  const std::string_view name = type();
  if (const auto* event = std::get_if<MessageStartEvent>(this)) {
    return Json::object({{"type", name}, {"message", event->message.to_json()}});
  }
  if (const auto* event = std::get_if<ContentBlockStartEvent>(this)) {
    return Json::object(
        {{"type", name}, {"index", event->index}, {"content_block", event->content_block.to_json()}});
  }
  if (const auto* event = std::get_if<ContentBlockDeltaEvent>(this)) {
    return Json::object({{"type", name}, {"index", event->index}, {"delta", delta_to_json(event->delta)}});
  }
  if (const auto* event = std::get_if<ContentBlockStopEvent>(this)) {
    return Json::object({{"type", name}, {"index", event->index}});
  }
  if (const auto* event = std::get_if<MessageDeltaEvent>(this)) return message_delta_to_json(*event);
  if (const auto* unknown = std::get_if<UnknownEvent>(this)) return unknown->json;
  Json json = Json::object({{"type", name}});
  if (const auto* event = std::get_if<MessageStopEvent>(this)) merge(event->extra, json);
  return json;
}

}  // namespace anthropic
