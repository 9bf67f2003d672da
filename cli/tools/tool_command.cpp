#include "tools/tool_command.hpp"

#include "base/process/processes.hpp"
#include "text/text.hpp"
#include "tools/consent_question.hpp"

namespace anthropic::internal::cli {
namespace {

ToolOutput run_command(const CommandTool& tool, ChildEnvironment environment, const ToolCall& call) {
  const auto result = RealProcesses(environment)
                          .run_shell(tool.command, tool.timeout, call.stop_token, command_input(call.input));
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

bool AllowedCalls::take(const ToolCall& call) {
  const std::lock_guard lock(mutex_);
  const auto found = calls_.find(text_of_call(call.id, call.name, call.input));
  if (found == calls_.end()) return false;
  calls_.erase(found);
  return true;
}

void AllowedCalls::forget() {
  const std::lock_guard lock(mutex_);
  calls_.clear();
}

std::vector<RunnableTool> runnable_tools(const std::vector<CommandTool>& tools,
                                         const std::shared_ptr<AllowedCalls>& allowed,
                                         ChildEnvironment environment) {
  std::vector<RunnableTool> runnable;
  for (const CommandTool& tool : tools) {
    runnable.push_back(
        {.tool = tool.tool, .run = [tool, allowed, environment](const ToolCall& call) -> ToolOutput {
           if (!allowed->take(call)) return ToolOutput::failure(std::string(kNotAllowed));
           return run_command(tool, environment, call);
         }});
  }
  return runnable;
}

}  // namespace anthropic::internal::cli
