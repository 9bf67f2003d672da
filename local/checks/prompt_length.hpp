#pragma once

#include <anthropic/headers.hpp>
#include <anthropic/model_catalog.hpp>

#include "local/checks/json_check.hpp"

namespace anthropic::internal::local {

/// Refuses a prompt that is longer than the model's window, by the estimate that the usage is counted with. A beta,
/// of the body or of the headers, lengthens the window.
Checked check_prompt_length(const Json& body, const ModelInfo& model, const Headers& headers = {});

}  // namespace anthropic::internal::local
