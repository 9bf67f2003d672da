#pragma once

#include <anthropic/headers.hpp>
#include <anthropic/json.hpp>
#include <anthropic/model_catalog.hpp>

#include "local/json_check.hpp"

namespace anthropic::local {

/// Checks Content-Type and Accept of an InvokeModel request.
Checked check_invoke_headers(const Headers& headers, bool streamed);

/// Checks the body of an InvokeModel request for a Claude model: what it must have, what it must not have,
/// and what this model accepts. Refuses with the words of the Messages API.
Checked check_invoke_body(const Json& body, const ModelInfo& model);

}  // namespace anthropic::local
