#include "local/replies/composed_message.hpp"

#include <algorithm>
#include <utility>

#include "base/crypto/encoding.hpp"
#include "local/checks/thinking_seal.hpp"
#include "local/examples/schema_example.hpp"
#include "local/server/numbered_id.hpp"

namespace anthropic::internal::local {
namespace {

struct Cut {
  std::size_t at = std::string::npos;
  std::string sequence = {};
};

// The stop sequence that comes first in the text.
Cut first_stop_sequence(std::string_view text, const Json& sequences) {
  Cut cut;
  for (const Json& sequence : sequences.items()) {
    const std::size_t at = text.find(*sequence.as_string());
    if (at >= cut.at) continue;
    cut.at = at;
    cut.sequence = std::string(*sequence.as_string());
  }
  return cut;
}

Json input_of(const ToolUse& use, const Json& body) {
  if (!use.input.is_null()) return use.input;
  for (const Json& tool : body["tools"].items()) {
    if (tool["name"].as_string() != use.name) continue;
    auto example = example_of(tool["input_schema"]);
    if (example && example->is_object()) return *std::move(example);
  }
  return Json::object();
}

// Adds what was thought, if the request asks for it. How many tokens that took, shown or not.
std::size_t think(const Reply& reply, const Json& asked, ComposedMessage& message) {
  const std::string type = asked["type"].string_or("disabled");
  if (type == "disabled") return 0;
  std::string thinking = reply.thinking;
  // With a budget, a turn that calls tools must begin with thinking when it is sent back with their results.
  const bool must_think = type == "enabled" && reply.redacted_thinking.empty() && !reply.tool_uses.empty();
  if (thinking.empty() && must_think) thinking = "The local endpoint does not think.";
  const std::size_t tokens = estimate_tokens(thinking) + estimate_tokens(reply.redacted_thinking);
  if (!reply.redacted_thinking.empty())
    message.redacted_thinking = sealed_thinking(base64_decode(reply.redacted_thinking).value_or(""));
  if (thinking.empty()) return tokens;
  const bool is_omitted = asked["display"].as_string() == "omitted";
  message.thinking = is_omitted ? std::string() : std::move(thinking);
  return tokens;
}

}  // namespace

void split_into(std::string_view text, std::optional<std::size_t> size, std::vector<std::string>& deltas) {
  while (!text.empty()) {
    const std::size_t end = size ? end_of_characters(text, *size) : text.size();
    deltas.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
}

std::string ComposedMessage::text() const {
  std::string out;
  for (const std::string& delta : deltas) out += delta;
  return out;
}

std::chrono::milliseconds ComposedMessage::latency() const {
  return pace * static_cast<std::int64_t>(deltas.size()) + std::chrono::milliseconds(1);
}

std::string ComposedMessage::tool_use_id(std::size_t index) const {
  return "toolu_local_" + id.substr(id.rfind('_') + 1) + "_" + std::to_string(index);
}

void compact(ComposedMessage& message) {
  message.compaction = message.text();
  if (message.compaction.empty()) message.compaction = "Nothing was said.";
  message.citations.clear();
  message.deltas.clear();
  message.tool_uses.clear();
  message.thinking.reset();
  message.redacted_thinking.clear();
  message.stop_reason = "compaction";
  message.stop_sequence.clear();
}

ComposedMessage compose(const Reply& reply, const Json& body, std::string_view model, std::uint64_t number) {
  ComposedMessage message;
  message.id = numbered_id("msg_local_", number);
  message.model = std::string(model);
  message.input_tokens = estimate_input_tokens(body);
  message.pace = reply.pace;
  message.stop_reason = reply.stop_reason;
  if (message.stop_reason.empty()) message.stop_reason = reply.tool_uses.empty() ? "end_turn" : "tool_use";

  const std::size_t thought = think(reply, body["thinking"], message);
  message.thinking_tokens = thought;
  message.edits_context = body["context_management"].is_object();

  std::string whole;
  for (const std::string& chunk : reply.chunks) whole += chunk;
  std::size_t end = whole.size();
  const Cut stop = first_stop_sequence(whole, body["stop_sequences"]);
  if (stop.at < end) {
    end = stop.at;
    message.stop_reason = "stop_sequence";
    message.stop_sequence = stop.sequence;
  }
  auto max_tokens = static_cast<std::size_t>(body["max_tokens"].as_int64().value_or(1));
  max_tokens -= std::min(max_tokens, thought);
  const std::size_t limit = end_of_characters(whole, max_tokens * 4);
  if (limit < end) {
    end = limit;
    message.stop_reason = "max_tokens";
    message.stop_sequence.clear();
  }
  if (end > 0) message.citations = cite(reply.quotes, body);
  const bool was_cut = end < whole.size() || !message.stop_sequence.empty();

  std::size_t start = 0;
  for (const std::string& chunk : reply.chunks) {
    if (start >= end) break;
    split_into(std::string_view(chunk).substr(0, end - start), reply.chunk_size, message.deltas);
    start += chunk.size();
  }
  message.output_tokens = estimate_tokens(std::string_view(whole).substr(0, end));
  if (was_cut) {
    message.output_tokens = std::max<std::size_t>(message.output_tokens + thought, 1);
    return message;
  }
  for (const ToolUse& asked : reply.tool_uses) {
    ToolUse use{asked.name, input_of(asked, body)};
    const std::size_t tokens = estimate_tokens(use.name) + estimate_tokens(use.input.dump());
    if (message.output_tokens + tokens > max_tokens) {
      message.stop_reason = "max_tokens";
      break;
    }
    message.output_tokens += tokens;
    message.tool_uses.push_back(std::move(use));
  }
  message.output_tokens = std::max<std::size_t>(message.output_tokens + thought, 1);
  return message;
}

ComposedMessage compose_blocked(std::string words, std::string_view model, std::uint64_t number) {
  ComposedMessage message;
  message.id = numbered_id("msg_local_", number);
  message.model = std::string(model);
  message.deltas.push_back(std::move(words));
  message.stop_reason = kGuardrailIntervened;
  return message;
}

/// The endpoint hands out no tokens, so each that comes is an old one.
static void add_credit(const ApiMembers& api, Json& usage) {
  if (!api.has_credit_token) return;
  Json status = Json::object({{"type", "not_applied"}, {"reason", "expired"}});
  usage.set("fallback_credit", Json::object({{"status", std::move(status)}}));
}

Json usage_json(const ComposedMessage& message, std::size_t output_tokens) {
  Json usage = Json::object({{"input_tokens", message.input_tokens},
                             {"cache_creation_input_tokens", message.cached.written()},
                             {"cache_read_input_tokens", message.cached.read}});
  usage.set("cache_creation", Json::object({{"ephemeral_5m_input_tokens", message.cached.written_5m},
                                            {"ephemeral_1h_input_tokens", message.cached.written_1h}}));
  usage.set("output_tokens", output_tokens);
  if (!message.api) return usage;
  usage.set("output_tokens_details", Json::object({{"thinking_tokens", message.thinking_tokens}}));
  usage.set("server_tool_use", nullptr);
  usage.set("service_tier", message.api->service_tier);
  usage.set("inference_geo", message.api->inference_geo);
  usage.set("speed", message.api->speed);
  add_credit(*message.api, usage);
  return usage;
}

Json delta_usage_json(const ComposedMessage& message) {
  Json usage = Json::object({{"input_tokens", message.input_tokens},
                             {"cache_creation_input_tokens", message.cached.written()},
                             {"cache_read_input_tokens", message.cached.read},
                             {"output_tokens", message.output_tokens}});
  if (!message.api) return usage;
  usage.set("output_tokens_details", Json::object({{"thinking_tokens", message.thinking_tokens}}));
  usage.set("server_tool_use", nullptr);
  add_credit(*message.api, usage);
  return usage;
}

Json compaction_json(const Json& summary) {
  return Json::object({{"type", "compaction"},
                       {"content", summary},
                       {"encrypted_content", nullptr},
                       {"signature", thinking_signature(summary.string_or(""))}});
}

Json stop_details_json(const ComposedMessage& message) {
  if (messages_stop_reason(message) != "refusal") return {};
  return Json::object({{"type", "refusal"}, {"category", nullptr}, {"explanation", nullptr}});
}

void add_last_members(const ComposedMessage& message, Json& json) {
  if (message.api) json.set("diagnostics", message.api->diagnostics);
  if (message.api && message.api->has_input_transformations) json.set("input_transformations", Json::array());
  if (message.api && message.api->has_context_management) json.set("context_management", nullptr);
  if (message.edits_context) json.set("context_management", Json::object({{"applied_edits", Json::array()}}));
}

Json text_json(const ComposedMessage& message, std::string_view text, Json::Array citations) {
  Json block = Json::object({{"type", "text"}, {"text", text}});
  if (!message.citations.empty()) block.set("citations", std::move(citations));
  return block;
}

Json tool_use_json(const ComposedMessage& message, std::size_t index, Json input) {
  Json block = Json::object({{"type", "tool_use"},
                             {"id", message.tool_use_id(index)},
                             {"name", message.tool_uses[index].name},
                             {"input", std::move(input)}});
  if (message.api) block.set("caller", Json::object({{"type", "direct"}}));
  return block;
}

std::string_view messages_stop_reason(const ComposedMessage& message) {
  const std::string_view reason = message.stop_reason;
  if (reason == "content_filtered") return "refusal";
  if (reason == kGuardrailIntervened || reason.starts_with("malformed_")) return "end_turn";
  return reason;
}

Json content_json(const ComposedMessage& message) {
  Json content = Json::array();
  if (!message.compaction.empty()) content.push_back(compaction_json(message.compaction));
  if (message.thinking)
    content.push_back(Json::object({{"type", "thinking"},
                                    {"thinking", *message.thinking},
                                    {"signature", thinking_signature(*message.thinking)}}));
  if (!message.redacted_thinking.empty())
    content.push_back(Json::object({{"type", "redacted_thinking"}, {"data", message.redacted_thinking}}));
  if (!message.deltas.empty()) content.push_back(text_json(message, message.text(), message.citations));
  for (std::size_t i = 0; i < message.tool_uses.size(); ++i) {
    content.push_back(tool_use_json(message, i, message.tool_uses[i].input));
  }
  return content;
}

Json message_json(const ComposedMessage& message) {
  const Json stop_sequence = message.stop_sequence.empty() ? Json() : Json(message.stop_sequence);
  Json json = Json::object(
      {{"model", message.model}, {"id", message.id}, {"type", "message"}, {"role", "assistant"}});
  json.set("content", content_json(message));
  if (message.api) json.set("container", nullptr);
  json.set("stop_reason", messages_stop_reason(message));
  json.set("stop_sequence", stop_sequence);
  json.set("stop_details", stop_details_json(message));
  json.set("usage", usage_json(message, message.output_tokens));
  add_last_members(message, json);
  return json;
}

std::string message_body(const ComposedMessage& message) {
  Json body = message_json(message);
  for (const Json::Member& member : message.invoke_extra.members()) body.set(member.name, member.value);
  return body.dump();
}

}  // namespace anthropic::internal::local
