#pragma once

#include "local/checks/json_check.hpp"
#include "platform/models/platform_kind.hpp"

namespace anthropic::internal::local {

/// What each tool of a request, and its `tool_choice`, must be and have.
Checked check_tools(const Json& body);

/// Refuses tools that a platform does not know: those that run on servers it does not have, those that need a beta
/// which the request does not name, and invented ones. `has_computer_beta` says whether it names that of computer
/// use.
Checked check_tool_types(const Json& body, PlatformKind platform, bool has_computer_beta);

}  // namespace anthropic::internal::local
