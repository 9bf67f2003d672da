#pragma once

#include <vector>

#include "platform/requests/facts.hpp"
#include "platform/requests/rules.hpp"

namespace anthropic::internal {

/// What every server refuses of messages of the role "system": where they stand, what they hold, betas that
/// are missing.
void check_system_messages(const RequestFacts& facts, std::vector<BrokenRule>& broken);

}  // namespace anthropic::internal
