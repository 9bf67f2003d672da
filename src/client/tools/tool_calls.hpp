#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include <anthropic/tool_runner.hpp>

namespace anthropic::internal {

/// A call and what does it. Either the function, or the answer if there is nothing to run.
struct PreparedToolCall {
  ToolCall call;
  std::function<ToolOutput(const ToolCall& call)> run = {};
  std::optional<ToolOutput> answer = {};
};

/// Runs calls on threads of their own, all at once, and waits for them until the time is over or `stop` is
/// asked. Returns an answer for each, in their order. Calls that are left running are counted in `left_over`
/// until they end.
std::vector<ToolOutput> run_tool_calls(std::vector<PreparedToolCall> calls,
                                       std::optional<std::chrono::milliseconds> timeout,
                                       const std::stop_token& stop,
                                       const std::shared_ptr<std::atomic<std::size_t>>& left_over);

}  // namespace anthropic::internal
