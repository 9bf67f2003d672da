#include "local/validate_messages.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "local/validate_content.hpp"

namespace anthropic::local {
namespace {

std::vector<std::string> ids_of(const Json& content, std::string_view type, std::string_view member) {
  std::vector<std::string> ids;
  for (const Json& block : content.items()) {
    if (block["type"].as_string() == type) ids.push_back(block[member].string_or(""));
  }
  return ids;
}

bool contains(const std::vector<std::string>& list, const std::string& item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

// Each call of a tool is answered in the next message, and nothing else is.
Checked check_tool_results(const Json& messages) {
  std::vector<std::string> open_calls;
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const Json& content = messages[i]["content"];
    const std::vector<std::string> results = ids_of(content, "tool_result", "tool_use_id");
    for (const std::string& id : results) {
      if (!contains(open_calls, id))
        return complaint(place("messages", i),
                         "unexpected `tool_use_id` found in `tool_result` blocks: " + id +
                             ". Each `tool_result` block must have a corresponding `tool_use` block in the "
                             "previous message.");
    }
    for (const std::string& id : open_calls) {
      if (!contains(results, id))
        return complaint(place("messages", i - 1),
                         "`tool_use` ids were found without `tool_result` blocks immediately after: " + id +
                             ". Each `tool_use` block must have a corresponding `tool_result` block in the "
                             "next message.");
    }
    open_calls = ids_of(content, "tool_use", "id");
  }
  return std::nullopt;
}

Checked check_message(const Json& message, std::size_t index, bool is_last, const ModelInfo& model) {
  const std::string where = place("messages", index);
  if (auto refusal = is_valid_object(message, where)) return refusal;
  if (auto refusal = only_members(message, where, {"role", "content"})) return refusal;
  if (auto refusal = requires_string(message, where, "role")) return refusal;
  const std::string_view role = *message["role"].as_string();
  if (role != "user" && role != "assistant")
    return complaint(place(where, "role"), "Input should be 'user' or 'assistant'");

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
  return check_content_blocks(*content, place(where, "content"), role, model);
}

std::string_view final_text(const Json& content) {
  if (const auto text = content.as_string()) return *text;
  if (content.empty()) return {};
  const Json& last = content[content.size() - 1];
  return last["type"].as_string() == "text" ? last["text"].as_string().value_or("") : std::string_view{};
}

Checked check_prefill(const Json& last, const ModelInfo& model) {
  if (last["role"].as_string() != "assistant") return std::nullopt;
  if (!model.accepts.prefill)
    return refuse_input(
        "This model does not support assistant message prefill. The conversation must end with a user "
        "message.");
  const std::string_view text = final_text(last["content"]);
  if (!text.empty() && is_blank(text.substr(text.size() - 1)))
    return refuse_input("messages: final assistant content cannot end with trailing whitespace");
  return std::nullopt;
}

}  // namespace

Checked check_messages(const Json& messages, const ModelInfo& model) {
  if (auto refusal = is_valid_list(messages, "messages")) return refusal;
  if (messages.empty()) return refuse_input("messages: at least one message is required");
  for (std::size_t i = 0; i < messages.size(); ++i) {
    if (auto refusal = check_message(messages[i], i, i + 1 == messages.size(), model)) return refusal;
  }
  if (messages[0]["role"].as_string() != "user")
    return refuse_input("messages: first message must use the \"user\" role");
  if (auto refusal = check_tool_results(messages)) return refusal;
  return check_prefill(messages[messages.size() - 1], model);
}

}  // namespace anthropic::local
