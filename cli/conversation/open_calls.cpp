#include "conversation/open_calls.hpp"

#include <utility>

namespace anthropic::cli {
namespace {

/// The id that a block calls a tool by; empty if it calls none.
std::string called_id(const ContentBlock& block) {
  if (const auto* use = std::get_if<ToolUseBlock>(&block)) return use->id;
  const auto* unknown = std::get_if<UnknownBlock>(&block);
  const bool calls = unknown && unknown->json["type"].as_string() == "tool_use";
  return calls ? unknown->json["id"].string_or("") : "";
}

}  // namespace

std::size_t answer_open_calls(std::vector<MessageParam>& messages, const std::string& why) {
  if (messages.empty() || messages.back().role != Role::assistant) return 0;
  const std::vector<ContentBlock>* blocks = messages.back().content.blocks();
  if (!blocks) return 0;
  std::vector<ToolResultBlock> results;
  for (const ContentBlock& block : *blocks) {
    std::string id = called_id(block);
    if (!id.empty()) results.push_back({.tool_use_id = std::move(id), .content = why, .is_error = true});
  }
  const std::size_t count = results.size();
  if (count > 0) messages.push_back(MessageParam::tool_results(std::move(results)));
  return count;
}

}  // namespace anthropic::cli
