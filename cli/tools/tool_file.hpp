#pragma once

#include <chrono>
#include <string>
#include <vector>

#include <anthropic/result.hpp>
#include <anthropic/tool.hpp>

namespace anthropic::internal::cli {

/// A tool that is a command of this machine.
struct CommandTool {
  Tool tool = {};
  std::string command = {};  ///< For `sh -c`. The input is on its standard input, as JSON.
  std::chrono::milliseconds timeout = std::chrono::seconds(60);
};

/// An example of a tool file, for help.
constexpr const char* kToolFileHelp = R"(A tool file:
  {"name": "weather", "description": "The weather of a city now",
   "input_schema": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
   "command": "jq -r .city | xargs ./weather", "timeout_seconds": 20}
The command runs in sh and has the input, as JSON, on its standard input; what it prints is the result.
)";

/// What a tool file says: {"name", "description", "input_schema", "command", "timeout_seconds"?}, or an array
/// of such. Fails, with a usage error that names the file and the member, if it says something else.
Result<std::vector<CommandTool>> read_tool_files(const std::vector<std::string>& paths);

}  // namespace anthropic::internal::cli
