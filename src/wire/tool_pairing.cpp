#include "wire/tool_pairing.hpp"

#include <unordered_map>
#include <unordered_set>

#include "wire/request_check.hpp"

namespace anthropic {
namespace {

/// The id that a block calls a tool by; empty if it calls none.
std::string_view called_id(const ContentBlock& block) {
  if (const auto* use = std::get_if<ToolUseBlock>(&block)) return use->id;
  const auto* unknown = std::get_if<UnknownBlock>(&block);
  const bool calls = unknown && unknown->json["type"].as_string() == "tool_use";
  return calls ? unknown->json["id"].as_string().value_or("") : "";
}

/// The id of the call that a block answers; empty if it answers none.
std::string_view answered_id(const ContentBlock& block) {
  if (const auto* result = std::get_if<ToolResultBlock>(&block)) return result->tool_use_id;
  const auto* unknown = std::get_if<UnknownBlock>(&block);
  const bool answers = unknown && unknown->json["type"].as_string() == "tool_result";
  return answers ? unknown->json["tool_use_id"].as_string().value_or("") : "";
}

std::string place(std::size_t message, std::string_view what, std::string_view id) {
  return "messages[" + std::to_string(message) + "]: " + std::string(what) + " \"" + std::string(id) + "\"";
}

class Pairing {
 public:
  Result<void> read(const MessageParam& message, std::size_t index) {
    const bool is_user = message.role == Role::user;
    if (!is_user && message.role != Role::assistant) return {};
    if (is_user != in_user_turn_) {
      // The user's turn is over: what it did not answer stays without an answer.
      if (in_user_turn_ && !open_.empty()) return unanswered();
      if (in_user_turn_) answered_.clear();
      in_user_turn_ = is_user;
    }
    if (!message.content.blocks()) return {};
    for (const ContentBlock& block : *message.content.blocks()) {
      auto checked = is_user ? answer(answered_id(block), index) : call(called_id(block), index);
      if (!checked) return checked;
    }
    return {};
  }

  Result<void> end() const {
    if (open_.empty()) return {};
    return unanswered();
  }

 private:
  Result<void> call(std::string_view id, std::size_t index) {
    if (id.empty()) return {};
    if (!seen_.insert(id).second) {
      return refuse(place(index, "tool_use", id) + " has an id that another tool_use has already",
                    "Keep the ids that Claude gave, and add each answer to the history once.");
    }
    open_.emplace(id, index);
    return {};
  }

  Result<void> answer(std::string_view id, std::size_t index) {
    if (id.empty()) return {};
    if (answered_.contains(id)) {
      return refuse(place(index, "tool_result", id) + " answers a tool_use that has an answer already",
                    "Send one ToolResultBlock for each ToolUseBlock.");
    }
    if (open_.erase(id) == 0) {
      return refuse(
          place(index, "tool_result", id) + " has no tool_use in the assistant's turn before it",
          "Keep the assistant's message that asked for the tool: messages.push_back(answer.to_param()).");
    }
    answered_.insert(id);
    return {};
  }

  /// Of several the first, so that the same request always gets the same answer.
  Error unanswered() const {
    auto first = open_.begin();
    for (auto it = open_.begin(); it != open_.end(); ++it) {
      if (*it < *first) first = it;
    }
    return refuse(
        place(first->second, "tool_use", first->first) + " has no tool_result in the next user turn",
        "Answer each ToolUseBlock with a ToolResultBlock of its id: "
        "messages.push_back(MessageParam::tool_results({…})).");
  }

  bool in_user_turn_ = true;
  std::unordered_set<std::string_view> seen_;               // ids of all calls
  std::unordered_map<std::string_view, std::size_t> open_;  // calls without an answer, and where they are
  std::unordered_set<std::string_view> answered_;           // in this turn of the user's
};

}  // namespace

Result<void> check_tool_pairs(const std::vector<MessageParam>& messages) {
  Pairing pairing;
  for (std::size_t i = 0; i < messages.size(); ++i) {
    if (auto checked = pairing.read(messages[i], i); !checked) return checked;
  }
  return pairing.end();
}

}  // namespace anthropic
