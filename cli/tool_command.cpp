#include "tool_command.hpp"

#include "base/processes.hpp"
#include "text.hpp"

namespace anthropic::cli {
namespace {

ToolOutput run_command(const CommandTool& tool, const ToolCall& call) {
  const auto result =
      RealProcesses().run_shell(tool.command, tool.timeout, call.stop_token, call.input.dump());
  if (!result) return result.error();
  if (result->exit_code == 0) return result->output;
  std::string text = "the command ended with exit code " + std::to_string(result->exit_code);
  if (!is_blank(result->errors)) text += ": " + result->errors;
  if (!is_blank(result->output)) text += "\n" + result->output;
  return ToolOutput::failure(text);
}

std::string text_of_call(const std::string& id, const std::string& name, const Json& input) {
  return Json::array({id, name, input}).dump();
}

}  // namespace

void AllowedCalls::allow(const ToolUseBlock& use) {
  const std::lock_guard lock(mutex_);
  calls_.insert(text_of_call(use.id, use.name, use.input));
}

bool AllowedCalls::is_allowed(const ToolCall& call) const {
  const std::lock_guard lock(mutex_);
  return calls_.contains(text_of_call(call.id, call.name, call.input));
}

void AllowedCalls::forget() {
  const std::lock_guard lock(mutex_);
  calls_.clear();
}

std::vector<RunnableTool> runnable_tools(const std::vector<CommandTool>& tools,
                                         const std::shared_ptr<const AllowedCalls>& allowed) {
  std::vector<RunnableTool> runnable;
  for (const CommandTool& tool : tools) {
    runnable.push_back({.tool = tool.tool, .run = [tool, allowed](const ToolCall& call) -> ToolOutput {
                          if (!allowed->is_allowed(call))
                            return ToolOutput::failure(std::string(kNotAllowed));
                          return run_command(tool, call);
                        }});
  }
  return runnable;
}

}  // namespace anthropic::cli
