#pragma once

#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <anthropic/tool_runner.hpp>

#include "base/process/child_environment.hpp"
#include "tools/tool_file.hpp"

namespace anthropic::internal::cli {

/// What Claude is told of a call that was not allowed.
constexpr std::string_view kNotAllowed = "the user did not allow this call";

/// The calls of an answer that may run, each as often as it was allowed. They are asked for before the first
/// of them runs, so that no question waits on a tool's thread. Thread-safe.
class AllowedCalls {
 public:
  /// One run of this call, and of no other that has its id.
  void allow(const ToolUseBlock& use);
  /// Whether the call may run now, which uses the allowance up.
  bool take(const ToolCall& call);
  /// Before the calls of the next answer are asked for.
  void forget();

 private:
  std::mutex mutex_;
  std::multiset<std::string> calls_;
};

/// As tools of a runner: standard output is the result, and a failed command is told to Claude with what it
/// wrote to standard error. A call that is not in `allowed` does not run, and one that is, once.
std::vector<RunnableTool> runnable_tools(const std::vector<CommandTool>& tools,
                                         const std::shared_ptr<AllowedCalls>& allowed,
                                         ChildEnvironment environment);

}  // namespace anthropic::internal::cli
