// A budget for Claude on Bedrock that tells by mail when 80 % of it is spent, and when the month is likely to
// cost more than all of it. Its filter counts AWS Marketplace, where AWS bills Claude: one that counts the service
// "Amazon Bedrock" alone would never tell anything.
#include <cstdio>

#include <anthropic/aws/sts.hpp>
#include <anthropic/operations/budgets.hpp>

namespace aws = anthropic::aws;
namespace operations = anthropic::operations;

int fail(const anthropic::Error& error) {
  std::fprintf(stderr, "%s\n%s\n", error.to_string().c_str(), error.hint.c_str());
  return 1;
}

int main() {
  const auto caller = aws::STS().get_caller_identity();
  if (!caller) return fail(caller.error());
  const auto input =
      operations::create_budget_input({.account_id = caller->account,
                                       .name = "BedrockMonthlyBudget",
                                       .amount = "250",
                                       .alerts = {{.percent = 80}, {.percent = 100, .of_forecast = true}},
                                       .mail_addresses = {"your-email@example.com"}});
  if (!input) return fail(input.error());
  const aws::Budgets budgets;
  const auto created = budgets.create_budget(*input);
  if (!created && created.error().kind != anthropic::ErrorKind::conflict) return fail(created.error());

  const auto found = operations::read_budget(budgets, caller->account, "BedrockMonthlyBudget");
  if (!found) return fail(found.error());
  std::printf("%s: %s %s\n", found->budget.budget_name.c_str(), found->budget.budget_limit->amount.c_str(),
              found->budget.budget_limit->unit.c_str());
  std::printf("leaves Claude out: %s\n", operations::leaves_out_claude(found->budget) ? "yes" : "no");
  for (const auto& [notification, subscribers] : found->alerts) {
    for (const auto& subscriber : subscribers)
      std::printf("%s over %g %% tells %s\n", notification.notification_type.c_str(), notification.threshold,
                  subscriber.address.c_str());
  }
  // This is an example: the budget goes again.
  const auto deleted =
      budgets.delete_budget({.account_id = caller->account, .budget_name = "BedrockMonthlyBudget"});
  if (!deleted) return fail(deleted.error());
}
