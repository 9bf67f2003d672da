#include "local/converse/check_conversation.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text/text.hpp"

namespace anthropic::internal::local {
namespace {

bool has_tool_blocks(const Json& messages) {
  for (const Json& message : messages.items()) {
    for (const Json& block : message["content"].items()) {
      if (block["toolUse"].is_object() || block["toolResult"].is_object()) return true;
    }
  }
  return false;
}

// The ids of a turn's calls ("toolUse") or results ("toolResult").
std::vector<std::string_view> ids_of(const Json& message, std::string_view kind) {
  std::vector<std::string_view> ids;
  for (const Json& block : message["content"].items()) {
    if (const auto id = block[kind]["toolUseId"].as_string()) ids.push_back(*id);
  }
  return ids;
}

// The place of the turn before a message; messages of the role "system" are none.
std::optional<std::size_t> turn_before(const Json& messages, std::size_t index) {
  while (index > 0) {
    if (messages[--index]["role"].as_string() != "system") return index;
  }
  return std::nullopt;
}

Checked check_results(const Json& messages, std::size_t index) {
  if (messages[index]["role"].as_string() != "user") return std::nullopt;
  const auto results = ids_of(messages[index], "toolResult");
  const auto before = turn_before(messages, index);
  const auto calls = before ? ids_of(messages[*before], "toolUse") : std::vector<std::string_view>();
  const std::string where = place(place("messages", index), "content");
  if (results.size() > calls.size())
    return refuse_input("The number of toolResult blocks at " + where +
                        " exceeds the number of toolUse blocks of previous turn.");
  std::vector<std::string_view> unanswered;
  std::copy_if(calls.begin(), calls.end(), std::back_inserter(unanswered), [&](std::string_view id) {
    return std::find(results.begin(), results.end(), id) == results.end();
  });
  if (unanswered.empty()) return std::nullopt;
  return refuse_input("Expected toolResult blocks at " + where +
                      " for the following Ids: " + joined(unanswered));
}

}  // namespace

Checked check_conversation(const Json& request) {
  const Json& messages = request["messages"];
  if (messages[0]["role"].as_string() != "user")
    return refuse_input(
        "A conversation must start with a user message. Try again with a conversation that starts with a "
        "user "
        "message.");
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const auto before = turn_before(messages, i);
    if (before && messages[i]["role"] == messages[*before]["role"])
      return refuse_input(
          "A conversation must alternate between user and assistant roles. Make sure the conversation "
          "alternates between user and assistant roles and try again.");
    if (messages[i]["content"].empty())
      return refuse_input("The content field in the Message object at " + place("messages", i) +
                          " is empty. Add a ContentBlock object to the content field and try again.");
  }
  if (has_tool_blocks(messages) && !request["toolConfig"].is_object())
    return refuse_input(
        "The toolConfig field must be defined when using toolUse and toolResult content blocks.");
  for (std::size_t i = 0; i < messages.size(); ++i) {
    if (auto refusal = check_results(messages, i)) return refusal;
  }
  return std::nullopt;
}

}  // namespace anthropic::internal::local
