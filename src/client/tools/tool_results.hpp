#pragma once

#include <cstddef>

#include <anthropic/tool_runner.hpp>

namespace anthropic::internal {

/// A call's result as it is sent. What cannot be sent becomes a failure that says why: a result of more than
/// `max_bytes` (images not counted), text that is not UTF-8, an image that no server takes.
ToolResultBlock tool_result(const ToolUseBlock& use, const ToolOutput& output, std::size_t max_bytes);

}  // namespace anthropic::internal
