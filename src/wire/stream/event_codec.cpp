#include "wire/stream/event_codec.hpp"

#include <cstdint>
#include <cstring>
#include <optional>

#include "base/text/text.hpp"
#include "base/text/utf8.hpp"
#include "wire/json/fields.hpp"
#include "wire/messages/citation_codec.hpp"
#include "wire/messages/content_codec.hpp"
#include "wire/messages/message_codec.hpp"

namespace anthropic::internal {

namespace {

// Nearly every event of a stream is a piece of a string, and every server writes it in this form:
constexpr char kDeltaBegin[] = R"({"type":"content_block_delta","index":)";
constexpr char kTextBegin[] = R"(,"delta":{"type":"text_delta","text":")";
constexpr char kThinkingBegin[] = R"(,"delta":{"type":"thinking_delta","thinking":")";
constexpr char kInputBegin[] = R"(,"delta":{"type":"input_json_delta","partial_json":")";
constexpr std::string_view kDeltaEnd = R"("}})";

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

/// Eight times the same byte.
constexpr std::uint64_t kOnes = 0x0101010101010101;
constexpr std::uint64_t kTops = 0x80 * kOnes;

/// Whether these eight bytes are printable ASCII without '"' and '\\', which a JSON string holds as it is.
bool are_plain(const char* bytes) {
  std::uint64_t eight = 0;
  std::memcpy(&eight, bytes, sizeof eight);
  const std::uint64_t quote = eight ^ '"' * kOnes, backslash = eight ^ '\\' * kOnes;
  // A byte below 0x20, and the 0 that stands for a match, go below zero, which sets the upper bit.
  const std::uint64_t less = (eight - 0x20 * kOnes) | (quote - kOnes) | (backslash - kOnes);
  return ((eight | less) & kTops) == 0;
}

bool is_plain(std::string_view text) {
  constexpr std::size_t step = sizeof(std::uint64_t);
  if (text.size() < step) return false;
  for (std::size_t at = 0; at + step < text.size(); at += step) {
    if (!are_plain(text.data() + at)) return false;
  }
  return are_plain(text.data() + text.size() - step);
}

/// The inside of a JSON string into `out`; false if it is none, or holds a \u escape.
bool read_string(std::string_view json, std::string& out) {
  if (is_plain(json)) {
    out = json;
    return true;
  }
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
  return ascii || is_utf8(json);
}

/// The delta that the event holds, emptied of what has no field, or a new one in its place.
template <class Delta>
Delta& held_delta(StreamEvent& event, std::int64_t index) {
  auto* held = std::get_if<ContentBlockDeltaEvent>(&event);
  if (!held) held = &event.emplace<ContentBlockDeltaEvent>();
  held->index = index;
  if (!held->extra.is_null()) held->extra = nullptr;
  auto* delta = std::get_if<Delta>(&held->delta);
  if (!delta) return held->delta.emplace<Delta>();
  if (!delta->extra.is_null()) delta->extra = nullptr;
  return *delta;
}

/// Removes what a text begins with; false if it begins otherwise. As the length is known to the compiler, this
/// is no call.
template <std::size_t Size>
bool skip(std::string_view& text, const char (&begin)[Size]) {
  constexpr std::size_t length = Size - 1;
  if (text.size() < length || std::memcmp(text.data(), begin, length) != 0) return false;
  text.remove_prefix(length);
  return true;
}

/// Takes a number off a text, if it is written in the usual form and has a few digits.
std::optional<std::int64_t> take_index(std::string_view& json) {
  constexpr std::size_t most = 9;
  std::int64_t index = 0;
  std::size_t digits = 0;
  for (; digits < json.size() && json[digits] >= '0' && json[digits] <= '9'; ++digits) {
    if (digits == most) return std::nullopt;
    index = index * 10 + (json[digits] - '0');
  }
  if (digits == 0 || (json[0] == '0' && digits > 1)) return std::nullopt;
  json.remove_prefix(digits);
  return index;
}

/// Reads a delta that is written in the usual form, without allocating. False for all else, which goes the
/// general way; `event` may then be anything.
bool read_usual_delta(std::string_view json, StreamEvent& event) {
  if (!json.ends_with(kDeltaEnd) || !skip(json, kDeltaBegin)) return false;
  const auto index = take_index(json);
  if (!index || json.size() < kDeltaEnd.size()) return false;
  json.remove_suffix(kDeltaEnd.size());
  if (skip(json, kTextBegin)) return read_string(json, held_delta<TextDelta>(event, *index).text);
  if (skip(json, kInputBegin))
    return read_string(json, held_delta<InputJSONDelta>(event, *index).partial_json);
  if (skip(json, kThinkingBegin)) return read_string(json, held_delta<ThinkingDelta>(event, *index).thinking);
  return false;
}

ContentBlockDelta delta_from_json(Json json) {
  const std::string type = json["type"].string_or("");
  if (type == "text_delta" && json["text"].is_string())
    return object_of_text(std::move(json), &TextDelta::text, "text");
  if (type == "input_json_delta" && json["partial_json"].is_string())
    return object_of_text(std::move(json), &InputJSONDelta::partial_json, "partial_json");
  if (type == "thinking_delta" && json["thinking"].is_string())
    return object_of_text(std::move(json), &ThinkingDelta::thinking, "thinking");
  if (type == "signature_delta" && json["signature"].is_string())
    return object_of_text(std::move(json), &SignatureDelta::signature, "signature");
  if (type == "citations_delta" && json.contains("citation")) {
    CitationsDelta delta;
    json.erase("type");
    delta.citation = TextCitation::from_json(take(json, "citation"));
    delta.extra = rest(std::move(json));
    return delta;
  }
  return UnknownDelta{std::move(json)};
}

void write_text_delta(std::string_view type, std::string_view name, std::string_view text, const Json& extra,
                      JsonSink& sink) {
  ObjectWriter object(sink, extra, type);
  object.string(name, text);
  object.end();
}

void write(const TextDelta& delta, JsonSink& sink) {
  write_text_delta("text_delta", "text", delta.text, delta.extra, sink);
}
void write(const InputJSONDelta& delta, JsonSink& sink) {
  write_text_delta("input_json_delta", "partial_json", delta.partial_json, delta.extra, sink);
}
void write(const ThinkingDelta& delta, JsonSink& sink) {
  write_text_delta("thinking_delta", "thinking", delta.thinking, delta.extra, sink);
}
void write(const SignatureDelta& delta, JsonSink& sink) {
  write_text_delta("signature_delta", "signature", delta.signature, delta.extra, sink);
}
void write(const CitationsDelta& delta, JsonSink& sink) {
  ObjectWriter object(sink, delta.extra, "citations_delta");
  if (object.begin("citation")) write(delta.citation, sink);
  object.end();
}
void write(const UnknownDelta& delta, JsonSink& sink) {
  sink.value(delta.json);
}

void write(const MessageStartEvent& event, JsonSink& sink) {
  ObjectWriter object(sink, event.extra, "message_start");
  if (object.begin("message")) write(event.message, sink);
  object.end();
}
void write(const ContentBlockStartEvent& event, JsonSink& sink) {
  ObjectWriter object(sink, event.extra, "content_block_start");
  object.value("index", event.index);
  if (object.begin("content_block")) write(event.content_block, sink);
  object.end();
}
void write(const ContentBlockDeltaEvent& event, JsonSink& sink) {
  ObjectWriter object(sink, event.extra, "content_block_delta");
  object.value("index", event.index);
  if (object.begin("delta")) std::visit([&](const auto& delta) { write(delta, sink); }, event.delta);
  object.end();
}
void write(const ContentBlockStopEvent& event, JsonSink& sink) {
  ObjectWriter object(sink, event.extra, "content_block_stop");
  object.value("index", event.index);
  object.end();
}
void write(const MessageDeltaEvent::Delta& delta, JsonSink& sink) {
  ObjectWriter object(sink, delta.extra);
  if (!delta.stop_reason.empty()) object.string("stop_reason", delta.stop_reason.name());
  if (delta.stop_sequence) object.string("stop_sequence", *delta.stop_sequence);
  if (delta.stop_details && object.begin("stop_details")) write(*delta.stop_details, sink);
  object.end();
}
void write(const MessageDeltaEvent& event, JsonSink& sink) {
  ObjectWriter object(sink, event.extra, "message_delta");
  if (object.begin("delta")) write(event.delta, sink);
  if (!event.usage.is_null()) object.value("usage", event.usage);
  object.end();
}
void write(const MessageStopEvent& event, JsonSink& sink) {
  ObjectWriter(sink, event.extra, "message_stop").end();
}
void write(const PingEvent& event, JsonSink& sink) {
  ObjectWriter(sink, event.extra, "ping").end();
}
void write(const UnknownEvent& event, JsonSink& sink) {
  sink.value(event.json);
}

/// A block's index. Some gateways write it as a string.
std::optional<std::int64_t> index_in(const Json& event) {
  const Json& index = event["index"];
  if (const auto text = index.as_string()) {
    const auto number = parse_integer(*text);
    return number ? std::optional<std::int64_t>(*number) : std::nullopt;
  }
  return index.as_int64();
}

/// The block as it begins. Gateways leave out what the deltas are about to bring.
ContentBlock block_that_begins(Json block) {
  const std::string type = block["type"].string_or("");
  complete_tool_use(block);
  if ((type == "text" || type == "thinking") && block[type].is_null()) block.set(type, "");
  return ContentBlock::from_json(std::move(block));
}

MessageDeltaEvent message_delta_from_json(Json json) {
  MessageDeltaEvent event;
  json.erase("type");
  Json delta = take(json, "delta");
  event.delta.stop_reason = StopReason(take_text(delta, "stop_reason"));
  event.delta.stop_sequence = take_string(delta, "stop_sequence");
  event.delta.stop_details = take_stop_details(delta);
  event.delta.extra = rest(std::move(delta));
  if (!json["usage"].is_null()) event.usage = take(json, "usage");
  event.extra = rest(std::move(json));
  return event;
}

}  // namespace

Result<void> parse_event(std::string_view json, StreamEvent& event) {
  if (read_usual_delta(json, event)) return {};
  auto parsed = Json::parse(json);
  if (!parsed) return std::move(parsed).error();
  event = StreamEvent::from_json(*std::move(parsed));
  return {};
}

}  // namespace anthropic::internal

namespace anthropic::inline v0 {

using namespace internal;

StreamEvent StreamEvent::from_json(Json json) {
  const std::string type = json["type"].string_or("");
  const auto index = index_in(json);
  if (type == "content_block_delta" && index && json["delta"].is_object()) {
    json.erase("type");
    json.erase("index");
    ContentBlockDelta delta = delta_from_json(take(json, "delta"));
    return ContentBlockDeltaEvent{*index, std::move(delta), rest(std::move(json))};
  }
  if (type == "content_block_start" && index && json["content_block"].is_object()) {
    json.erase("type");
    json.erase("index");
    ContentBlock block = block_that_begins(take(json, "content_block"));
    return ContentBlockStartEvent{*index, std::move(block), rest(std::move(json))};
  }
  if (type == "content_block_stop" && index) {
    json.erase("type");
    json.erase("index");
    return ContentBlockStopEvent{*index, rest(std::move(json))};
  }
  if (type == "message_start") {
    auto message = Message::from_json(json["message"]);
    if (!message) return UnknownEvent{std::move(json)};
    json.erase("type");
    json.erase("message");
    return MessageStartEvent{*std::move(message), rest(std::move(json))};
  }
  if (type == "message_delta" && json["delta"].is_object()) return message_delta_from_json(std::move(json));
  if (type == "message_stop") {
    json.erase("type");
    return MessageStopEvent{rest(std::move(json))};
  }
  if (type == "ping") {
    json.erase("type");
    return PingEvent{rest(std::move(json))};
  }
  return UnknownEvent{std::move(json)};
}

StreamEvent::StreamEvent() noexcept = default;
StreamEvent::StreamEvent(const StreamEvent&) = default;
StreamEvent::StreamEvent(StreamEvent&&) noexcept = default;
StreamEvent& StreamEvent::operator=(const StreamEvent&) = default;
StreamEvent& StreamEvent::operator=(StreamEvent&&) noexcept = default;
StreamEvent::~StreamEvent() = default;

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

std::string_view StreamEvent::thinking() const {
  const auto* event = std::get_if<ContentBlockDeltaEvent>(this);
  const auto* delta = event ? std::get_if<ThinkingDelta>(&event->delta) : nullptr;
  return delta ? std::string_view(delta->thinking) : std::string_view();
}

std::string_view StreamEvent::partial_json() const {
  const auto* event = std::get_if<ContentBlockDeltaEvent>(this);
  const auto* delta = event ? std::get_if<InputJSONDelta>(&event->delta) : nullptr;
  return delta ? std::string_view(delta->partial_json) : std::string_view();
}

Json StreamEvent::to_json() const {
  TreeSink tree;
  std::visit([&](const auto& event) { write(event, tree); }, *this);
  return tree.take();
}

}  // namespace anthropic::inline v0
