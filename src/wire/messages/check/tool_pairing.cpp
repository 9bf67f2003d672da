#include "wire/messages/check/tool_pairing.hpp"

#include "base/errors.hpp"
#include "wire/messages/check/request_check.hpp"

namespace anthropic::internal {

namespace {

using Kind = PairingFault::Kind;

/// The id of the call that a block answers; empty if it answers none.
std::string_view answered_id(const ContentBlock& block) {
  if (const auto* result = std::get_if<ToolResultBlock>(&block)) return result->tool_use_id;
  const auto* unknown = std::get_if<UnknownBlock>(&block);
  const bool answers = unknown && unknown->json["type"].as_string() == "tool_result";
  return answers ? unknown->json["tool_use_id"].as_string().value_or("") : "";
}

std::optional<PairingFault> find_fault(const std::vector<MessageParam>& messages) {
  ToolPairing pairing;
  for (const MessageParam& message : messages) {
    if (auto fault = pairing.begin_message(message.role.name())) return fault;
    if (!message.content.blocks()) continue;
    for (const ContentBlock& block : *message.content.blocks()) {
      if (auto fault = pairing.call(called_id(block))) return fault;
      if (auto fault = pairing.answer(answered_id(block))) return fault;
    }
  }
  return pairing.end();
}

}  // namespace

std::string_view called_id(const ContentBlock& block) {
  if (const auto* use = std::get_if<ToolUseBlock>(&block)) return use->id;
  const auto* unknown = std::get_if<UnknownBlock>(&block);
  const bool calls = unknown && unknown->json["type"].as_string() == "tool_use";
  return calls ? unknown->json["id"].as_string().value_or("") : "";
}

std::optional<PairingFault> ToolPairing::begin_message(std::string_view role) {
  ++messages_;
  speaker_ = role == "user" ? Speaker::user : role == "assistant" ? Speaker::assistant : Speaker::other;
  if (speaker_ == Speaker::other) return std::nullopt;
  const bool is_user = speaker_ == Speaker::user;
  if (is_user == in_user_turn_) return std::nullopt;
  // The user's turn is over: what it did not answer stays without an answer.
  if (in_user_turn_ && !open_.empty()) return unanswered();
  if (in_user_turn_) answered_.clear();
  in_user_turn_ = is_user;
  return std::nullopt;
}

std::optional<PairingFault> ToolPairing::call(std::string_view id) {
  if (id.empty() || speaker_ != Speaker::assistant) return std::nullopt;
  const std::size_t message = messages_ - 1;
  if (!seen_.insert(id).second) return PairingFault{Kind::id_used_twice, message, std::string(id)};
  open_.emplace(id, message);
  return std::nullopt;
}

std::optional<PairingFault> ToolPairing::answer(std::string_view id) {
  if (id.empty() || speaker_ != Speaker::user) return std::nullopt;
  const std::size_t message = messages_ - 1;
  if (answered_.contains(id)) return PairingFault{Kind::answered_twice, message, std::string(id)};
  if (open_.erase(id) == 0) return PairingFault{Kind::no_call, message, std::string(id)};
  answered_.insert(id);
  return std::nullopt;
}

std::optional<PairingFault> ToolPairing::end() const {
  if (open_.empty()) return std::nullopt;
  return unanswered();
}

/// Of several the first, so that the same request always gets the same answer.
PairingFault ToolPairing::unanswered() const {
  auto first = open_.begin();
  for (auto it = open_.begin(); it != open_.end(); ++it) {
    if (*it < *first) first = it;
  }
  return {Kind::no_answer, first->second, std::string(first->first)};
}

std::optional<std::string> find_repeated_call(const std::vector<MessageParam>& messages,
                                              const std::vector<ContentBlock>& answer) {
  std::unordered_set<std::string_view> seen;
  const auto repeated_in = [&seen](const std::vector<ContentBlock>& blocks) -> std::optional<std::string> {
    for (const ContentBlock& block : blocks) {
      const auto* use = std::get_if<ToolUseBlock>(&block);
      if (use && !seen.insert(use->id).second) return use->id;
    }
    return std::nullopt;
  };
  for (const MessageParam& message : messages) {
    const bool may_call = message.content.blocks() && message.role == Role::assistant;
    if (!may_call) continue;
    if (auto id = repeated_in(*message.content.blocks())) return id;
  }
  return repeated_in(answer);
}

}  // namespace anthropic::internal

namespace anthropic::inline v0 {

using namespace internal;

Result<void> check_tool_pairs(const std::vector<MessageParam>& messages) {
  const auto fault = find_fault(messages);
  if (!fault) return {};
  const auto place = [&](std::string_view what) {
    return "messages[" + std::to_string(fault->message) + "]: " + std::string(what) + " \"" + fault->id +
           "\"";
  };
  switch (fault->kind) {
    case Kind::id_used_twice:
      return bad_request_error(place("tool_use") + " has an id that another tool_use has already",
                               "Keep the ids that Claude gave, and add each answer to the history once.");
    case Kind::answered_twice:
      return bad_request_error(place("tool_result") + " answers a tool_use that has an answer already",
                               "Send one ToolResultBlock for each ToolUseBlock.");
    case Kind::no_call:
      return bad_request_error(
          place("tool_result") + " has no tool_use in the assistant's turn before it",
          "Keep the assistant's message that asked for the tool: messages.push_back(answer.to_param()).");
    case Kind::no_answer:
      break;
  }
  return bad_request_error(place("tool_use") + " has no tool_result in the next user turn",
                           "Answer each ToolUseBlock with a ToolResultBlock of its id: "
                           "messages.push_back(MessageParam::tool_results({…})).");
}

}  // namespace anthropic::inline v0
