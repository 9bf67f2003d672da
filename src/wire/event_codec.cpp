#include "wire/event_codec.hpp"

#define SIMDJSON_EXCEPTIONS 0
#include <simdjson.h>

#include "wire/json_fields.hpp"
#include "wire/message_codec.hpp"

namespace anthropic {

namespace {

// Nearly every event of a stream is a piece of a string, and every server writes it in this form:
constexpr std::string_view delta_begin = R"({"type":"content_block_delta","index":)";
constexpr std::string_view text_begin = R"(,"delta":{"type":"text_delta","text":")";
constexpr std::string_view input_begin = R"(,"delta":{"type":"input_json_delta","partial_json":")";
constexpr std::string_view delta_end = R"("}})";

/// What a character after a backslash stands for; 0 for those that are not so simple.
char unescaped(char c) {
  switch (c) {
    case '"':
    case '\\':
    case '/':
      return c;
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case 'r':
      return '\r';
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    default:
      return 0;
  }
}

/// The inside of a JSON string into `out`; false if it is none, or holds a \u escape.
bool read_string(std::string_view json, std::string& out) {
  out.clear();
  std::size_t copied = 0;
  bool ascii = true;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const auto byte = static_cast<unsigned char>(json[i]);
    if (byte < 0x20 || byte == '"') return false;
    ascii = ascii && byte < 0x80;
    if (byte != '\\') continue;
    const char meant = i + 1 < json.size() ? unescaped(json[i + 1]) : '\0';
    if (meant == 0) return false;
    out.append(json, copied, i - copied).push_back(meant);
    copied = ++i + 1;
  }
  out.append(json, copied);
  return ascii || simdjson::validate_utf8(json);
}

template <class Delta>
Delta& held_delta(StreamEvent& event) {
  auto* held = std::get_if<ContentBlockDeltaEvent>(&event);
  if (!held) held = &event.emplace<ContentBlockDeltaEvent>();
  auto* delta = std::get_if<Delta>(&held->delta);
  return delta ? *delta : held->delta.emplace<Delta>();
}

/// Reads a text or input delta that is written in the usual form, without allocating. False for all else,
/// which goes the general way; `event` may then be anything.
bool read_usual_delta(std::string_view json, StreamEvent& event) {
  if (!json.starts_with(delta_begin) || !json.ends_with(delta_end)) return false;
  json.remove_prefix(delta_begin.size());
  json.remove_suffix(delta_end.size());
  if (json.empty() || json[0] < '0' || json[0] > '9') return false;
  const std::int64_t index = json[0] - '0';
  json.remove_prefix(1);
  if (json.starts_with(text_begin)) {
    if (!read_string(json.substr(text_begin.size()), held_delta<TextDelta>(event).text)) return false;
  } else if (json.starts_with(input_begin)) {
    if (!read_string(json.substr(input_begin.size()), held_delta<InputJSONDelta>(event).partial_json))
      return false;
  } else {
    return false;
  }
  std::get_if<ContentBlockDeltaEvent>(&event)->index = index;
  return true;
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

Result<void> parse_event(std::string_view json, StreamEvent& event) {
  if (read_usual_delta(json, event)) return {};
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
