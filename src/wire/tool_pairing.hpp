#pragma once

#include <vector>

#include <anthropic/message.hpp>

namespace anthropic {

/// Whether each tool_use has its one tool_result in the user's turn that follows, and each tool_result its
/// tool_use. Neighbouring messages of one role are one turn. Fails with bad_request, naming the message and
/// the id.
Result<void> check_tool_pairs(const std::vector<MessageParam>& messages);

}  // namespace anthropic
