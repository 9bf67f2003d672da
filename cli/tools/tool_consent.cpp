#include "tools/tool_consent.hpp"

#include <utility>

#include <anthropic/json_schema.hpp>

#include "base/text/utf8.hpp"
#include "text/text.hpp"
#include "tools/consent_question.hpp"
#include "tools/tool_command.hpp"

namespace anthropic::internal::cli {
namespace {

constexpr std::size_t kLongestReason = 300;

const CommandTool* find_tool(const std::vector<CommandTool>& tools, std::string_view name) {
  for (const CommandTool& tool : tools) {
    if (tool.tool.name == name) return &tool;
  }
  return nullptr;
}

/// Whether the call did not arrive whole.
bool is_cut(const Message& answer, const ToolUseBlock& use) {
  if (!use.partial_json.empty()) return true;
  const auto* last = std::get_if<ToolUseBlock>(&answer.content.back());
  return last && last->id == use.id && answer.stop_reason.is_limit();
}

std::string name_of_call(const MessageParam& answer, std::string_view id) {
  const std::vector<ContentBlock>* blocks = answer.content.blocks();
  for (std::size_t i = 0; blocks && i < blocks->size(); ++i) {
    const auto* use = std::get_if<ToolUseBlock>(&(*blocks)[i]);
    if (use && use->id == id) return use->name;
  }
  return "a tool";
}

/// One short line, never cut within a character.
std::string in_short(std::string text) {
  while (!text.empty() && is_blank(text.substr(text.size() - 1))) text.pop_back();
  return one_line(on_one_line(text), kLongestReason);
}

}  // namespace

std::vector<WaitingCall> waiting_calls(const Message& answer, const std::vector<CommandTool>& tools) {
  std::vector<WaitingCall> calls;
  for (const ToolUseBlock& use : answer.tool_uses()) {
    const CommandTool* tool = find_tool(tools, use.name);
    if (!tool || is_cut(answer, use)) continue;
    if (find_schema_mismatch(use.input, tool->tool.input_schema, NullMember::is_absent)) continue;
    calls.push_back({use, consent_question(*tool, use.input)});
  }
  return calls;
}

std::vector<std::string> failed_calls(const std::vector<MessageParam>& messages) {
  std::vector<std::string> lines;
  if (messages.size() < 2) return lines;
  const std::vector<ContentBlock>* blocks = messages.back().content.blocks();
  for (std::size_t i = 0; blocks && i < blocks->size(); ++i) {
    const auto* result = std::get_if<ToolResultBlock>(&(*blocks)[i]);
    if (!result || !result->is_error.value_or(false)) continue;
    const std::string reason = result->content.text();
    if (reason == kNotAllowed) continue;
    const std::string name = name_of_call(messages[messages.size() - 2], result->tool_use_id);
    lines.push_back(on_one_line(name) + ": " + in_short(reason));
  }
  return lines;
}

}  // namespace anthropic::internal::cli
