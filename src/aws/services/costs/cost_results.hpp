#pragma once

#include <functional>
#include <string_view>

#include <anthropic/aws/cost_explorer.hpp>

#include "base/public_names.hpp"

namespace anthropic::internal::aws {

/// Reads the answer to GetCostAndUsage without a tree. Each group goes to `on_group` with its result, which has none yet.
Result<GetCostAndUsageOutput> cost_and_usage_in(
    std::string_view text, const std::function<void(CostResultByTime& result, CostGroup group)>& on_group);

}  // namespace anthropic::internal::aws
