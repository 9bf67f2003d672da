#pragma once

#include <string>
#include <vector>

#include <anthropic/json.hpp>
#include <anthropic/operations/budgets.hpp>

#include "base/public_names.hpp"
#include "charts/table.hpp"

// Budgets as they are shown.

namespace anthropic::internal::cli {

Table budgets_table(const std::vector<aws::Budget>& budgets);
Json budget_json(const aws::Budget& budget);

/// Lines with their ends.
std::string budget_text(const operations::BudgetWithAlerts& budget);
Json budget_json(const operations::BudgetWithAlerts& budget);

}  // namespace anthropic::internal::cli
