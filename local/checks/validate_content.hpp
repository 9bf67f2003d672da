#pragma once

#include <string_view>

#include "local/checks/json_check.hpp"

namespace anthropic::internal::local {

/// Checks the content blocks of one message, at a place like "messages.0.content".
Checked check_content_blocks(const Json& blocks, std::string_view where, std::string_view role);

}  // namespace anthropic::internal::local
