#pragma once

#include <anthropic/json.hpp>

namespace anthropic::internal::local {

// Converse's blocks as the Messages API has them. A cache point becomes the `cache_control` of what stands
// before it; one with nothing before it caches nothing. All of it has passed Bedrock's checks.

/// Of a message, a tool's result or the system prompt. `before` is the block or tool that stands before the first
/// of them; null if none does.
Json::Array messages_blocks(const Json& blocks, Json* before);
/// The tools of a toolConfig.
Json::Array messages_tools(const Json& tools);
/// {"any": {}} as {"type": "any"}.
Json messages_tool_choice(const Json& choice);

}  // namespace anthropic::internal::local
