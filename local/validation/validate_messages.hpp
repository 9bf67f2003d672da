#pragma once

#include "local/checks/json_check.hpp"

namespace anthropic::internal::local {

/// Checks the conversation: roles, blank text, content blocks, tool calls and their results.
Checked check_messages(const Json& messages);

}  // namespace anthropic::internal::local
