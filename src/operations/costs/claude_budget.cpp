#include <algorithm>

#include <anthropic/operations/budgets.hpp>
#include <anthropic/operations/costs.hpp>

#include "base/errors.hpp"

namespace anthropic::inline v0::operations {

using namespace internal;
namespace {

constexpr std::size_t kMostMailAddresses = 10;

aws::CostExpression one_of(const char* dimension, StringList values) {
  return {.dimensions = aws::CostExpressionValues{.key = dimension, .values = std::move(values)}};
}

aws::CostExpression filter_of(const ClaudeBudget& budget) {
  aws::CostExpression all;
  all.and_.push_back(one_of("RECORD_TYPE", {"Usage"}));
  if (budget.services.empty()) {
    all.and_.push_back(
        {.or_ = {one_of("BILLING_ENTITY", {"AWS Marketplace"}), one_of("SERVICE", {"Amazon Bedrock"})}});
  } else {
    all.and_.push_back(one_of("SERVICE", budget.services));
  }
  if (!budget.tag_key.empty())
    all.and_.push_back(
        {.tags = aws::CostExpressionValues{.key = budget.tag_key, .values = budget.tag_values}});
  return all;
}

Result<void> check(const ClaudeBudget& budget) {
  if (budget.mail_addresses.size() > kMostMailAddresses)
    return bad_request_error("an alert of a budget is sent to ten mail addresses at most",
                             "Name a mailing list, or an SNS topic.");
  for (const std::string& address : budget.mail_addresses) {
    if (address.find('@') == std::string::npos)
      return bad_request_error(in_quotes(address) + " is no mail address");
  }
  if (!budget.sns_topic_arn.empty() && budget.sns_topic_arn.find(":sns:") == std::string::npos)
    return bad_request_error(in_quotes(budget.sns_topic_arn) + " is no SNS topic's ARN",
                             "It looks like arn:aws:sns:us-east-1:123456789012:costs.");
  const bool tells = !budget.mail_addresses.empty() || !budget.sns_topic_arn.empty();
  if (!budget.alerts.empty() && !tells)
    return bad_request_error("the budget's alerts would tell nobody", "Name a mail address or an SNS topic.");
  if (budget.tag_key.empty() != budget.tag_values.empty())
    return bad_request_error("a tag needs a key and a value");
  return {};
}

/// The services that a filter asks for; nothing if it asks for none.
void add_services(const aws::CostExpression& expression, StringList& services) {
  if (expression.dimensions && expression.dimensions->key == "SERVICE") {
    const StringList& values = expression.dimensions->values;
    services.insert(services.end(), values.begin(), values.end());
  }
  for (const auto& part : expression.and_) add_services(part, services);
  for (const auto& part : expression.or_) add_services(part, services);
}

bool asks_for_marketplace(const aws::CostExpression& expression) {
  if (expression.dimensions && expression.dimensions->key == "BILLING_ENTITY") return true;
  return std::any_of(expression.or_.begin(), expression.or_.end(), asks_for_marketplace);
}

bool asks_for_marketplace_beside(const aws::CostExpression& expression) {
  return asks_for_marketplace(expression) ||
         std::any_of(expression.and_.begin(), expression.and_.end(), asks_for_marketplace_beside);
}

}  // namespace

Result<aws::CreateBudgetInput> create_budget_input(const ClaudeBudget& budget) {
  if (auto checked = check(budget); !checked) return checked.error();
  aws::CreateBudgetInput input{
      .account_id = budget.account_id,
      .budget = {.budget_name = budget.name,
                 .time_unit = budget.time_unit,
                 .budget_limit = aws::BudgetSpend{.amount = budget.amount, .unit = budget.currency},
                 .filter_expression = filter_of(budget),
                 .metrics = {"UnblendedCost"}}};
  std::vector<aws::BudgetSubscriber> subscribers;
  for (const std::string& address : budget.mail_addresses) subscribers.push_back({.address = address});
  if (!budget.sns_topic_arn.empty())
    subscribers.push_back({.subscription_type = "SNS", .address = budget.sns_topic_arn});
  for (const BudgetAlert& alert : budget.alerts) {
    input.notifications_with_subscribers.push_back(
        {.notification = {.notification_type = alert.of_forecast ? "FORECASTED" : "ACTUAL",
                          .threshold = alert.percent,
                          .threshold_type = "PERCENTAGE"},
         .subscribers = subscribers});
  }
  return input;
}

bool leaves_out_claude(const aws::Budget& budget) {
  StringList services;
  if (budget.filter_expression) {
    if (asks_for_marketplace_beside(*budget.filter_expression)) return false;
    add_services(*budget.filter_expression, services);
  }
  if (const auto found = budget.cost_filters.find("Service"); found != budget.cost_filters.end())
    services.insert(services.end(), found->second.begin(), found->second.end());
  return !services.empty() && std::none_of(services.begin(), services.end(), [](const std::string& service) {
    return icontains(service, "claude");
  });
}

Result<BudgetWithAlerts> read_budget(const aws::Budgets& budgets, const std::string& account_id,
                                     const std::string& name, const aws::CallOptions& options) {
  auto described = budgets.describe_budget(
      {.account_id = account_id, .budget_name = name, .show_filter_expression = true}, options);
  if (!described) return described.error();
  BudgetWithAlerts found{.budget = std::move(described->budget)};
  auto notifications =
      budgets.describe_notifications_for_budget_all({.account_id = account_id, .budget_name = name}, options);
  while (const aws::BudgetNotification* notification = notifications.next()) {
    aws::BudgetNotificationWithSubscribers alert{.notification = *notification};
    auto subscribers = budgets.describe_subscribers_for_notification_all(
        {.account_id = account_id, .budget_name = name, .notification = *notification}, options);
    while (const aws::BudgetSubscriber* subscriber = subscribers.next())
      alert.subscribers.push_back(*subscriber);
    if (const Error* error = subscribers.error()) return *error;
    found.alerts.push_back(std::move(alert));
  }
  if (const Error* error = notifications.error()) return *error;
  return found;
}

}  // namespace anthropic::inline v0::operations
