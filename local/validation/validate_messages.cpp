#include "local/validation/validate_messages.hpp"

#include <optional>
#include <string>

#include "local/validation/validate_content.hpp"
#include "wire/messages/check/tool_pairing.hpp"

namespace anthropic::internal::local {
namespace {

std::optional<PairingFault> find_fault(const Json& messages) {
  ToolPairing pairing;
  for (const Json& message : messages.items()) {
    if (auto fault = pairing.begin_message(message["role"].as_string().value_or(""))) return fault;
    for (const Json& block : message["content"].items()) {
      const auto type = block["type"].as_string();
      if (type == "tool_use") {
        if (auto fault = pairing.call(block["id"].as_string().value_or(""))) return fault;
      } else if (type == "tool_result") {
        if (auto fault = pairing.answer(block["tool_use_id"].as_string().value_or(""))) return fault;
      }
    }
  }
  return pairing.end();
}

// Each call of a tool is answered in the next turn, once, and nothing else is.
Checked check_tool_results(const Json& messages) {
  const auto fault = find_fault(messages);
  if (!fault) return std::nullopt;
  const std::string where = place("messages", fault->message);
  switch (fault->kind) {
    case PairingFault::Kind::id_used_twice:
      return complaint(where, "`tool_use` ids must be unique");
    case PairingFault::Kind::answered_twice:
      return complaint(
          where, "each tool_use must have a single result. Found multiple `tool_result` blocks with id: " +
                     fault->id);
    case PairingFault::Kind::no_call:
      return complaint(where,
                       "unexpected `tool_use_id` found in `tool_result` blocks: " + fault->id +
                           ". Each `tool_result` block must have a corresponding `tool_use` block in the "
                           "previous message.");
    case PairingFault::Kind::no_answer:
      break;
  }
  return complaint(where,
                   "`tool_use` ids were found without `tool_result` blocks immediately after: " + fault->id +
                       ". Each `tool_use` block must have a corresponding `tool_result` block in the next "
                       "message.");
}

Checked check_effort(const Json& message, const std::string& where) {
  const Json* config = message.find("output_config");
  if (!config || config->is_null()) return std::nullopt;
  if (auto refusal = is_valid_object(*config, where)) return refusal;
  if (auto refusal = only_members(*config, where, {"effort"})) return refusal;
  const Json* effort = config->find("effort");
  if (!effort || effort->is_null()) return std::nullopt;
  for (const std::string_view known : {"low", "medium", "high", "xhigh", "max"}) {
    if (effort->as_string() == known) return std::nullopt;
  }
  return complaint(place(where, "effort"), "Input should be 'low', 'medium', 'high', 'xhigh' or 'max'");
}

// Where it may stand, and with which models and betas, are rules that the client knows as well.
Checked check_system_message(const Json& message, const std::string& where) {
  if (auto refusal = check_effort(message, place(where, "output_config"))) return refusal;
  const Json* content = message.find("content");
  if (!content || content->as_string() == "") return std::nullopt;
  if (const auto text = content->as_string()) {
    if (is_blank(*text))
      return refuse_input("messages: text content blocks must contain non-whitespace text");
    return std::nullopt;
  }
  if (auto refusal = is_valid_list(*content, place(where, "content"))) return refusal;
  return check_system_blocks(*content, place(where, "content"));
}

Checked check_message(const Json& message, std::size_t index, bool is_last) {
  const std::string where = place("messages", index);
  if (auto refusal = is_valid_object(message, where)) return refusal;
  if (auto refusal = only_members(message, where, {"role", "content", "output_config", "clear_at"}))
    return refusal;
  if (auto refusal = requires_string(message, where, "role")) return refusal;
  const std::string_view role = *message["role"].as_string();
  if (role == "system") return check_system_message(message, where);
  if (role != "user" && role != "assistant")
    return complaint(place(where, "role"), "Input should be 'user', 'assistant' or 'system'");

  const Json* content = message.find("content");
  if (!content) return complaint(place(where, "content"), "Field required");
  const bool may_be_empty = is_last && role == "assistant";
  if (const auto text = content->as_string()) {
    if (text->empty() && !may_be_empty)
      return complaint(
          where, "all messages must have non-empty content except for the optional final assistant message");
    if (!text->empty() && is_blank(*text))
      return refuse_input("messages: text content blocks must contain non-whitespace text");
    return std::nullopt;
  }
  if (auto refusal = is_valid_list(*content, place(where, "content"))) return refusal;
  if (content->empty() && !may_be_empty)
    return complaint(
        where, "all messages must have non-empty content except for the optional final assistant message");
  return check_content_blocks(*content, place(where, "content"), role);
}

std::string_view final_text(const Json& content) {
  if (const auto text = content.as_string()) return *text;
  if (content.empty()) return {};
  const Json& last = content[content.size() - 1];
  return last["type"].as_string() == "text" ? last["text"].as_string().value_or("") : std::string_view{};
}

Checked check_prefill(const Json& last) {
  if (last["role"].as_string() != "assistant") return std::nullopt;
  const std::string_view text = final_text(last["content"]);
  if (!text.empty() && is_blank(text.substr(text.size() - 1)))
    return refuse_input("messages: final assistant content cannot end with trailing whitespace");
  return std::nullopt;
}

}  // namespace

Checked check_messages(const Json& messages) {
  if (auto refusal = is_valid_list(messages, "messages")) return refusal;
  if (messages.empty()) return refuse_input("messages: at least one message is required");
  for (std::size_t i = 0; i < messages.size(); ++i) {
    if (auto refusal = check_message(messages[i], i, i + 1 == messages.size())) return refusal;
  }
  if (messages[0]["role"].as_string() == "assistant")
    return refuse_input("messages: first message must use the \"user\" role");
  if (auto refusal = check_tool_results(messages)) return refusal;
  return check_prefill(messages[messages.size() - 1]);
}

}  // namespace anthropic::internal::local
