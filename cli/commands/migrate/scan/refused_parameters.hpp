#pragma once

#include <string_view>
#include <vector>

#include "commands/migrate/scan/finding.hpp"

namespace anthropic::internal::cli {

/// Adds the parameters (temperature, top_p, top_k, budget_tokens) that stand beside a model's id which
/// refuses them: an id of Bedrock, or one among `findings` that `--write` would write. Beside is in the same
/// paragraph, not far away, and with no other id between.
void find_refused_parameters(std::string_view text, std::vector<Finding>& findings);

}  // namespace anthropic::internal::cli
