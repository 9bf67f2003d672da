#include "local/converse/converse_stream.hpp"

#include <string_view>
#include <utility>

#include "local/converse/write_converse_answer.hpp"

namespace anthropic::internal::local {
namespace {

// Takes Anthropic's events, one after the other.
class ConverseWriter {
 public:
  ConverseWriter(const ComposedMessage& message, const ConverseRequest& request)
      : message_(message), request_(request) {}

  void take(const Json& event) {
    const std::string type = event["type"].string_or("");
    const Json& index = event["index"];
    if (type == "message_start") add("messageStart", Json::object({{"role", "assistant"}}));
    if (type == "content_block_start") start_block(index, event["content_block"]);
    if (type == "content_block_delta") add_delta(index, delta_of(event["delta"]));
    if (type == "content_block_stop") add("contentBlockStop", Json::object({{"contentBlockIndex", index}}));
    if (type == "message_delta") stop(event);
    if (type == "message_stop") add_metadata();
  }

  FrameSequence sequence;

 private:
  void add(std::string_view type, const Json& payload, bool is_delta = false) {
    sequence.frames.push_back({sequence.bytes.size(), is_delta});
    append_event(type, payload.dump(), sequence.bytes);
  }

  // Of texts and thinking Converse says no start.
  void start_block(const Json& index, const Json& block) {
    if (block["type"].as_string() == "redacted_thinking")
      add_delta(index,
                Json::object({{"reasoningContent", Json::object({{"redactedContent", block["data"]}})}}));
    if (block["type"].as_string() != "tool_use") return;
    const Json use = Json::object({{"name", block["name"]}, {"toolUseId", block["id"]}});
    add("contentBlockStart",
        Json::object({{"contentBlockIndex", index}, {"start", Json::object({{"toolUse", use}})}}));
  }

  // Null for what Converse has no delta for.
  static Json delta_of(const Json& delta) {
    const std::string type = delta["type"].string_or("");
    const auto wrapped = [](const char* in, const char* name, const Json& value) {
      return Json::object({{in, Json::object({{name, value}})}});
    };
    if (type == "text_delta") return Json::object({{"text", delta["text"]}});
    if (type == "citations_delta") return Json::object({{"citation", converse_citation(delta["citation"])}});
    if (type == "input_json_delta") return wrapped("toolUse", "input", delta["partial_json"]);
    if (type == "thinking_delta") return wrapped("reasoningContent", "text", delta["thinking"]);
    if (type == "signature_delta") return wrapped("reasoningContent", "signature", delta["signature"]);
    return {};
  }

  void add_delta(const Json& index, Json delta) {
    if (delta.is_null()) return;
    add("contentBlockDelta", Json::object({{"contentBlockIndex", index}, {"delta", std::move(delta)}}), true);
  }

  void stop(const Json& event) {
    Json payload = Json::object({{"stopReason", converse_stop_reason(message_.stop_reason)}});
    if (!request_.field_paths.empty()) {
      Json answer = message_json(message_);
      answer.set("delta", event["delta"]);
      Json fields = converse_fields(std::move(answer), request_);
      if (!fields.is_null()) payload.set("additionalModelResponseFields", std::move(fields));
    }
    add("messageStop", payload);
  }

  void add_metadata() {
    Json payload = Json::object({{"metrics", Json::object({{"latencyMs", message_.latency().count()}})},
                                 {"usage", converse_usage(message_)}});
    repeat_settings(request_, payload);
    if (message_.converse_trace.is_object()) payload.set("trace", message_.converse_trace);
    add("metadata", payload);
  }

  const ComposedMessage& message_;
  const ConverseRequest& request_;
};

}  // namespace

FrameSequence converse_frames(const ComposedMessage& message, const ConverseRequest& request) {
  ConverseWriter writer(message, request);
  for_each_event(message, false, [&](std::string_view json, bool) {
    if (const auto event = Json::parse(json)) writer.take(*event);
  });
  writer.sequence.ending = 2;  // messageStop and metadata
  return std::move(writer.sequence);
}

Faults converse_faults(Faults faults) {
  for (Fault& fault : faults) {
    if (fault.kind != FaultKind::in_band_error) continue;
    fault.kind = FaultKind::exception;
    fault.exception = "modelStreamErrorException";
  }
  return faults;
}

}  // namespace anthropic::internal::local
