// What Claude on Bedrock has cost this month, and a budget that tells before it is too much: spending ACCOUNT
// FROM TO
#include <iostream>

#include <anthropic/aws/budgets.hpp>
#include <anthropic/aws/cost_explorer.hpp>

namespace aws = anthropic::aws;

int main(int argc, char** argv) {
  if (argc < 4) {
    std::cerr << "usage: spending 123456789012 2026-11-01 2026-12-01\n";
    return 2;
  }
  const std::string account = argv[1];

  // Claude is billed through AWS Marketplace, as "Claude … (Amazon Bedrock Edition)"; guardrails and other
  // makers' models are the service "Amazon Bedrock".
  const aws::CostExpression marketplace{
      .dimensions = aws::CostExpressionValues{.key = "BILLING_ENTITY", .values = {"AWS Marketplace"}}};
  const aws::CostExpression bedrock{
      .dimensions = aws::CostExpressionValues{.key = "SERVICE", .values = {"Amazon Bedrock"}}};
  // All pages. AWS charges 0.01 US dollars for each.
  auto months = aws::CostExplorer().get_cost_and_usage_all(
      {.time_period = {argv[2], argv[3]},
       .granularity = "MONTHLY",
       .metrics = {"UnblendedCost"},
       .group_by = {{"DIMENSION", "SERVICE"}},
       .filter = aws::CostExpression{.or_ = {marketplace, bedrock}}});
  while (const aws::CostResultByTime* month = months.next()) {
    for (const auto& group : month->groups) {
      if (group.keys.at(0).find("Bedrock") == std::string::npos) continue;  // another seller's
      const aws::CostMetricValue& cost = group.metrics.at("UnblendedCost");
      // Amounts are AWS's own decimal text: no digit is lost to a double.
      std::cout << group.keys.at(0) << ": " << cost.amount << ' ' << cost.unit << '\n';
    }
  }
  if (const anthropic::Error* error = months.error()) {
    std::cerr << error->to_string() << '\n' << error->hint << '\n';
    return 1;
  }

  const aws::Budgets budgets;
  const auto created = budgets.create_budget(
      {.account_id = account,
       .budget = {.budget_name = "claude", .budget_limit = aws::BudgetSpend{.amount = "250.5"}},
       .notifications_with_subscribers = {
           {.notification = {.threshold = 80}, .subscribers = {{.address = "team@example.com"}}}}});
  if (!created && created.error().kind != anthropic::ErrorKind::conflict) {
    std::cerr << created.error().to_string() << '\n' << created.error().hint << '\n';
    return 1;
  }
  const auto budget = budgets.describe_budget({.account_id = account, .budget_name = "claude"});
  std::cout << budget->budget.budget_name << " may cost " << budget->budget.budget_limit->amount << ' '
            << budget->budget.budget_limit->unit << " a month\n";
  budgets.delete_budget({.account_id = account, .budget_name = "claude"}).value();
}
