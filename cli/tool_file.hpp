#pragma once

#include <chrono>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include <anthropic/tool_runner.hpp>

namespace anthropic::cli {

/// A tool that is a command of this machine.
struct CommandTool {
  Tool tool = {};
  std::string command = {};  ///< For `sh -c`. The input is on its standard input, as JSON.
  std::chrono::milliseconds timeout = std::chrono::seconds(60);
};

/// What a tool file says: {"name", "description", "input_schema", "command", "timeout_seconds"?}, or an array
/// of such. Fails, with a usage error that names the file and the member, if it says something else.
Result<std::vector<CommandTool>> read_tool_files(const std::vector<std::string>& paths);

/// Whether a call may run. Called by one thread at a time.
using Approval = std::function<Result<bool>(const ToolCall& call, const CommandTool& tool)>;

/// As tools of a runner: standard output is the result, and a failed command is told to Claude with what it
/// wrote to standard error.
std::vector<RunnableTool> runnable_tools(const std::vector<CommandTool>& tools, Approval approval);

}  // namespace anthropic::cli
