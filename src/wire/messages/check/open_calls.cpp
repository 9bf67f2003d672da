#include <utility>

#include <anthropic/request_check.hpp>

#include "wire/messages/check/tool_pairing.hpp"

namespace anthropic::inline v0 {

using namespace internal;

std::size_t answer_open_calls(std::vector<MessageParam>& messages, const std::string& why) {
  if (messages.empty() || messages.back().role != Role::assistant) return 0;
  const std::vector<ContentBlock>* blocks = messages.back().content.blocks();
  if (!blocks) return 0;
  std::vector<ToolResultBlock> results;
  for (const ContentBlock& block : *blocks) {
    std::string id(called_id(block));
    if (!id.empty()) results.push_back({.tool_use_id = std::move(id), .content = why, .is_error = true});
  }
  const std::size_t count = results.size();
  if (count > 0) messages.push_back(MessageParam::tool_results(std::move(results)));
  return count;
}

}  // namespace anthropic::inline v0
