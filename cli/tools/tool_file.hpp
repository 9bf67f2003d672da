#pragma once

#include <chrono>
#include <string>
#include <vector>

#include <anthropic/result.hpp>
#include <anthropic/tool.hpp>

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

}  // namespace anthropic::cli
