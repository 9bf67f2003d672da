#pragma once

#include <anthropic/operations/costs.hpp>

#include "base/time/clock.hpp"
#include "commands/costs/costs.hpp"

namespace anthropic::internal::cli {

/// What is asked for, at a time. Fails with a usage error. That `--by profile` needs its tag is left to the
/// caller.
Result<operations::CostsInput> costs_input(const CostsOptions& options, SystemTime now);

}  // namespace anthropic::internal::cli
