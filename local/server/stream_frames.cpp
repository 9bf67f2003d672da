#include "local/server/stream_frames.hpp"

#include <algorithm>
#include <vector>

#include "base/crypto/encoding.hpp"
#include "base/process/never_destroyed.hpp"
#include "local/checks/thinking_seal.hpp"
#include "wire/aws/event_stream.hpp"

namespace anthropic::internal::local {
namespace {

using event_stream::Header;

constexpr std::string_view kPadding = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
constexpr std::string_view kJsonType = "application/json";
constexpr std::size_t kPiece = 16;  // characters a delta

const std::vector<Header>& chunk_headers() {
  static const NeverDestroyed<std::vector<Header>> headers(
      std::initializer_list<Header>{{":event-type", std::string_view("chunk")},
                                    {":content-type", kJsonType},
                                    {":message-type", std::string_view("event")}});
  return *headers;
}

// Hides how long the token in a chunk is. Varies, and is the same in every run.
std::string_view padding_for(std::size_t stream_position, std::string_view event_json) {
  const std::size_t mix = (stream_position * 2654435761u + event_json.size() * 40503u) >> 5;
  return kPadding.substr(0, mix % kPadding.size() + 1);
}

using EventSink = std::function<void(std::string_view json, bool is_delta)>;

class EventWriter {
 public:
  explicit EventWriter(const EventSink& sink) : sink_(sink) {}
  void event(std::string_view json) { sink_(json, false); }
  void delta(std::size_t index, std::string_view type, std::string_view member, const std::string& text,
             std::string_view more = "") {
    json_.assign(R"({"type":"content_block_delta","index":)");
    json_ += std::to_string(index);
    json_ += R"(,"delta":{"type":")";
    json_ += type;
    json_ += R"(",")";
    json_ += member;
    json_ += R"(":)";
    Json(text).dump_to(json_);
    json_ += '}';
    json_ += more;
    json_ += '}';
    sink_(json_, true);
  }
  void citation(std::size_t index, const Json& citation) {
    const Json delta = Json::object({{"type", "citations_delta"}, {"citation", citation}});
    sink_(Json::object({{"type", "content_block_delta"}, {"index", index}, {"delta", delta}}).dump(), true);
  }
  void block_start(std::size_t index, Json block) {
    event(
        Json::object({{"type", "content_block_start"}, {"index", index}, {"content_block", std::move(block)}})
            .dump());
  }
  void block_stop(std::size_t index) {
    event(Json::object({{"type", "content_block_stop"}, {"index", index}}).dump());
  }

 private:
  const EventSink& sink_;
  std::string json_;
};

std::string message_start(const ComposedMessage& message) {
  Json begun = Json::object({{"model", message.model},
                             {"id", message.id},
                             {"type", "message"},
                             {"role", "assistant"},
                             {"content", Json::array()}});
  if (message.api) begun.set("container", nullptr);
  begun.set("stop_reason", nullptr);
  begun.set("stop_sequence", nullptr);
  begun.set("stop_details", nullptr);
  begun.set("usage", usage_json(message, 1));
  add_last_members(message, begun);
  // What was edited stands at the end.
  if (message.edits_context) begun.set("context_management", nullptr);
  return Json::object({{"type", "message_start"}, {"message", std::move(begun)}}).dump();
}

std::string message_delta(const ComposedMessage& message) {
  const Json stop_sequence = message.stop_sequence.empty() ? Json() : Json(message.stop_sequence);
  Json delta = Json::object({{"stop_reason", messages_stop_reason(message)},
                             {"stop_sequence", stop_sequence},
                             {"stop_details", stop_details_json(message)}});
  if (message.api) delta.set("container", nullptr);
  Json event = Json::object(
      {{"type", "message_delta"}, {"delta", std::move(delta)}, {"usage", delta_usage_json(message)}});
  if (message.edits_context)
    event.set("context_management", Json::object({{"applied_edits", Json::array()}}));
  return event.dump();
}

std::string message_stop(const ComposedMessage& message, bool has_metrics) {
  Json event = Json::object({{"type", "message_stop"}});
  if (has_metrics)
    event.set("amazon-bedrock-invocationMetrics",
              Json::object({{"inputTokenCount", message.input_tokens},
                            {"outputTokenCount", message.output_tokens},
                            {"invocationLatency", message.latency().count()},
                            {"firstByteLatency", 1}}));
  for (const Json::Member& member : message.invoke_extra.members()) event.set(member.name, member.value);
  return event.dump();
}

// What Bedrock says of the delta that a guardrail puts in place of the answer.
std::string_view said_of_delta(const ComposedMessage& message, const std::string& delta) {
  const bool is_blocked = message.stop_reason == kGuardrailIntervened && message.invoke_extra.is_object();
  return is_blocked && &delta == &message.deltas.back() ? R"(,"amazon-bedrock-guardrailAction":"INTERVENED")"
                                                        : "";
}

void write_in_pieces(std::string_view text, std::size_t index, std::string_view type, std::string_view member,
                     EventWriter& writer) {
  while (!text.empty()) {
    const std::size_t end = end_of_characters(text, kPiece);
    writer.delta(index, type, member, std::string(text.substr(0, end)));
    text.remove_prefix(end);
  }
}

void write_compaction(const ComposedMessage& message, std::size_t index, EventWriter& writer) {
  writer.block_start(index, compaction_json(nullptr));
  Json delta = Json::object(
      {{"type", "compaction_delta"}, {"content", message.compaction}, {"encrypted_content", nullptr}});
  writer.event(
      Json::object({{"type", "content_block_delta"}, {"index", index}, {"delta", std::move(delta)}}).dump());
  writer.block_stop(index);
}

void write_thinking(const ComposedMessage& message, std::size_t index, EventWriter& writer) {
  writer.block_start(index, Json::object({{"type", "thinking"}, {"thinking", ""}, {"signature", ""}}));
  write_in_pieces(*message.thinking, index, "thinking_delta", "thinking", writer);
  writer.delta(index, "signature_delta", "signature", thinking_signature(*message.thinking));
  writer.block_stop(index);
}

void write_tool_use(const ComposedMessage& message, std::size_t use, std::size_t index, EventWriter& writer) {
  writer.block_start(index, tool_use_json(message, use, Json::object()));
  writer.delta(index, "input_json_delta", "partial_json", "");
  write_in_pieces(message.tool_uses[use].input.dump(), index, "input_json_delta", "partial_json", writer);
  writer.block_stop(index);
}

}  // namespace

std::string_view FrameSequence::frame(std::size_t index) const {
  const std::size_t end = index + 1 < frames.size() ? frames[index + 1].begin : bytes.size();
  return std::string_view(bytes).substr(frames[index].begin, end - frames[index].begin);
}

void for_each_event(const ComposedMessage& message, bool has_metrics, const EventSink& sink) {
  EventWriter writer(sink);
  writer.event(message_start(message));
  std::size_t index = 0;
  if (!message.compaction.empty()) write_compaction(message, index++, writer);
  if (message.thinking) write_thinking(message, index++, writer);
  if (!message.redacted_thinking.empty()) {
    writer.block_start(index,
                       Json::object({{"type", "redacted_thinking"}, {"data", message.redacted_thinking}}));
    writer.block_stop(index++);
  }
  if (!message.deltas.empty()) {
    writer.block_start(index, text_json(message, "", {}));
    writer.event(R"({"type":"ping"})");
    for (const std::string& delta : message.deltas)
      writer.delta(index, "text_delta", "text", delta, said_of_delta(message, delta));
    for (const Json& citation : message.citations) writer.citation(index, citation);
    writer.block_stop(index++);
  }
  for (std::size_t use = 0; use < message.tool_uses.size(); ++use)
    write_tool_use(message, use, index++, writer);
  writer.event(message_delta(message));
  writer.event(message_stop(message, has_metrics));
}

static FrameSequence frames_of(const ComposedMessage& message, bool is_sse) {
  FrameSequence sequence;
  sequence.is_sse = is_sse;
  for_each_event(message, !is_sse, [&](std::string_view json, bool is_delta) {
    sequence.frames.push_back({sequence.bytes.size(), is_delta});
    is_sse ? append_sse(json, sequence.bytes) : append_chunk(json, sequence.bytes);
  });
  return sequence;
}

FrameSequence stream_frames(const ComposedMessage& message) {
  return frames_of(message, false);
}

FrameSequence sse_frames(const ComposedMessage& message) {
  return frames_of(message, true);
}

void append_sse(std::string_view event_json, std::string& out) {
  // Every event here begins with its type.
  constexpr std::string_view begin = R"({"type":")";
  const std::string_view behind = event_json.substr(begin.size());
  out += "event: ";
  out += behind.substr(0, behind.find('"'));
  out += "\ndata: ";
  out += event_json;
  out += "\n\n";
}

void append_chunk(std::string_view event_json, std::string& out) {
  thread_local std::string payload;
  payload.assign(R"({"bytes":")");
  base64_encode_to(event_json, payload);
  payload += R"(","p":")";
  payload += padding_for(out.size(), event_json);
  payload += R"("})";
  event_stream::encode(chunk_headers(), payload, out);
}

void append_event(std::string_view type, std::string_view payload_json, std::string& out) {
  std::string payload(payload_json.substr(0, payload_json.size() - 1));
  payload += R"(,"p":")";
  payload += padding_for(out.size(), payload_json);
  payload += R"("})";
  event_stream::encode(
      {{":event-type", type}, {":content-type", kJsonType}, {":message-type", std::string_view("event")}},
      payload, out);
}

void append_exception(std::string_view type, std::string_view payload_json, std::string& out) {
  event_stream::encode({{":exception-type", type},
                        {":content-type", kJsonType},
                        {":message-type", std::string_view("exception")}},
                       payload_json, out);
}

void append_error(std::string_view code, std::string_view message, std::string& out) {
  event_stream::encode(
      {{":error-code", code}, {":error-message", message}, {":message-type", std::string_view("error")}}, {},
      out);
}

}  // namespace anthropic::internal::local
