#pragma once

#include <anthropic/aws/budgets.hpp>
#include <anthropic/json.hpp>

#include "base/public_names.hpp"

// A budget and its notifications as AWS writes them. What cannot be right fails with bad_request.

namespace anthropic::internal::aws {

Result<Json> budget_body(const Budget& budget);
Budget budget_in(const Json& json);

Result<Json> notification_body(const BudgetNotification& notification);
BudgetNotification notification_in(const Json& json);

Result<Json> subscribers_body(const std::vector<BudgetSubscriber>& subscribers);
std::vector<BudgetSubscriber> subscribers_in(const Json& json);

}  // namespace anthropic::internal::aws
