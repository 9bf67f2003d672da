#pragma once

#include <string_view>

#include "local/checks/json_check.hpp"

namespace anthropic::internal::local {

/// Checks the content blocks of one message, at a place like "messages.0.content".
Checked check_content_blocks(const Json& blocks, std::string_view where, std::string_view role);

/// Checks those of a message of the role "system". What is neither text nor a change of the tools, a rule that
/// the client knows as well refuses.
Checked check_system_blocks(const Json& blocks, std::string_view where);

}  // namespace anthropic::internal::local
