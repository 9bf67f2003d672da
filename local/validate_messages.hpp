#pragma once

#include <anthropic/model_catalog.hpp>

#include "local/json_check.hpp"

namespace anthropic::local {

/// Checks the conversation: roles, blank text, content blocks, tool calls and their results, prefill.
Checked check_messages(const Json& messages, const ModelInfo& model);

}  // namespace anthropic::local
