#pragma once

#include <anthropic/headers.hpp>

#include "local/checks/json_check.hpp"
#include "platform/models/platform_kind.hpp"

namespace anthropic::internal::local {

/// Refuses blocks of features that a platform does not have, or whose beta the request does not name: those of
/// MCP servers, of the advisor, of fallbacks.
Checked check_beta_blocks(const Json& body, PlatformKind platform, const Headers& headers);

/// Refuses members of a request to Anthropic's own API whose beta it does not name: `thread`, `billing_policy` …
/// Of those that are allowed it checks the shape.
Checked check_beta_members(const Json& body, const Headers& headers);

/// The same of `compaction`, which Bedrock takes as well. The beta is in the body of InvokeModel, and else in a
/// header.
Checked check_compaction(const Json& body, const Headers& headers);

}  // namespace anthropic::internal::local
