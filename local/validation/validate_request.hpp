#pragma once

#include <anthropic/headers.hpp>
#include <anthropic/json.hpp>
#include <anthropic/model_catalog.hpp>

#include "local/checks/json_check.hpp"
#include "platform/models/platform_kind.hpp"

namespace anthropic::internal::local {

/// Checks Content-Type and Accept of an InvokeModel request.
Checked check_invoke_headers(const Headers& headers, bool streamed);

/// Checks the body of an InvokeModel request for a Claude model: its structure and the rules. Refuses with
/// the words of the Messages API.
Checked check_invoke_body(const Json& body, const ModelInfo& model);

/// What each member must be, what a body must have and what it must not have.
Checked check_structure(const Json& body, const ModelInfo& model);

/// Refuses a schema for the answer with models that have none on Bedrock. Anthropic's own API has it for them, so
/// it is no rule of the body.
Checked check_structured_output(const Json& body, const ModelInfo& model);

/// Betas, kinds of tools, and the rules that the client checks with as well (platform/requests/rules.hpp,
/// model_support.hpp), for a body whose structure is right. `headers` may name betas.
Checked check_rules(const Json& body, const ModelInfo& model, PlatformKind platform, const Headers& headers);

}  // namespace anthropic::internal::local
