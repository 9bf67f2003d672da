#include "commands/budget/budget_text.hpp"

#include <cmath>

#include "base/text/text.hpp"
#include "charts/figures.hpp"
#include "operations/costs/decimal.hpp"
#include "text/price_text.hpp"
#include "text/text.hpp"

namespace anthropic::internal::cli {
namespace {

std::string money(const aws::BudgetSpend& spend) {
  return Decimal::of(spend.amount).text(2) + " " + on_one_line(spend.unit);
}

/// "12.5 %" of the limit that was spent; empty where there is none.
std::string share_of(const aws::Budget& budget) {
  if (!budget.budget_limit || !budget.calculated_spend) return {};
  const double limit = Decimal::of(budget.budget_limit->amount).value();
  if (limit <= 0) return {};
  return figure_text(Decimal::of(budget.calculated_spend->actual_spend.amount).value() / limit * 100,
                     Unit::percent);
}

/// "(RECORD_TYPE is Usage) and (SERVICE is A or B)"
std::string filter_text(const aws::CostExpression& filter) {
  const auto all = [](const std::vector<aws::CostExpression>& parts, const char* between) {
    std::vector<std::string> texts;
    for (const auto& part : parts) texts.push_back("(" + filter_text(part) + ")");
    return joined(texts, between);
  };
  if (!filter.and_.empty()) return all(filter.and_, " and ");
  if (!filter.or_.empty()) return all(filter.or_, " or ");
  if (!filter.not_.empty()) return "not (" + filter_text(filter.not_.front()) + ")";
  if (filter.dimensions)
    return filter.dimensions->key + " is " + on_one_line(joined(filter.dimensions->values, " or "));
  if (filter.tags)
    return "tag " + on_one_line(filter.tags->key) + " is " + on_one_line(joined(filter.tags->values, " or "));
  if (filter.cost_categories)
    return "cost category " + on_one_line(filter.cost_categories->key) + " is " +
           on_one_line(joined(filter.cost_categories->values, " or "));
  return "what this program does not know";
}

std::string filter_of(const aws::Budget& budget) {
  if (budget.filter_expression) return filter_text(*budget.filter_expression);
  std::string text;
  for (const auto& [name, values] : budget.cost_filters)
    text += (text.empty() ? "" : " and ") + on_one_line(name) + " is " + on_one_line(joined(values, " or "));
  return text.empty() ? "all costs" : text;
}

std::string percent_text(double percent) {
  return Decimal::of(std::to_string(percent)).text() + " %";
}

std::string alert_text(const aws::BudgetNotificationWithSubscribers& alert) {
  const auto& [notification, subscribers] = alert;
  const bool is_money = notification.threshold_type == "ABSOLUTE_VALUE";
  std::string text = notification.notification_type == "FORECASTED" ? "forecast" : "costs";
  text += notification.comparison_operator == "LESS_THAN" ? " below " : " over ";
  text += is_money ? price_text(notification.threshold) : percent_text(notification.threshold);
  text += " tells";
  for (const aws::BudgetSubscriber& subscriber : subscribers) text += " " + on_one_line(subscriber.address);
  if (notification.notification_state) text += " (" + on_one_line(*notification.notification_state) + ")";
  return text;
}

Json spend_json(const aws::BudgetSpend& spend) {
  return Json::object({{"amount", spend.amount}, {"unit", spend.unit}});
}

}  // namespace

Table budgets_table(const std::vector<aws::Budget>& budgets) {
  Table table{
      .columns = {{"NAME"}, {"PERIOD"}, {"LIMIT", true}, {"SPENT", true}, {"USED", true}, {"COUNTS"}}};
  for (const aws::Budget& budget : budgets) {
    table.rows.push_back(
        {on_one_line(budget.budget_name), on_one_line(budget.time_unit),
         budget.budget_limit ? money(*budget.budget_limit) : "-",
         budget.calculated_spend ? money(budget.calculated_spend->actual_spend) : "-", share_of(budget),
         filter_of(budget) + (operations::leaves_out_claude(budget) ? " (without Claude)" : "")});
  }
  return table;
}

Json budget_json(const aws::Budget& budget) {
  Json json = Json::object({{"name", budget.budget_name}, {"period", budget.time_unit}});
  if (budget.budget_limit) json.set("limit", spend_json(*budget.budget_limit));
  if (budget.calculated_spend) {
    json.set("spent", spend_json(budget.calculated_spend->actual_spend));
    if (budget.calculated_spend->forecasted_spend)
      json.set("forecast", spend_json(*budget.calculated_spend->forecasted_spend));
  }
  json.set("counts", filter_of(budget));
  json.set("leaves_out_claude", operations::leaves_out_claude(budget));
  return json;
}

std::string budget_text(const operations::BudgetWithAlerts& found) {
  const aws::Budget& budget = found.budget;
  std::string text = "name:     " + on_one_line(budget.budget_name) + "\n";
  if (budget.budget_limit)
    text += "limit:    " + money(*budget.budget_limit) + " " + on_one_line(budget.time_unit) + "\n";
  if (budget.calculated_spend) {
    text += "spent:    " + money(budget.calculated_spend->actual_spend) + ", " + share_of(budget) + "\n";
    if (budget.calculated_spend->forecasted_spend)
      text += "forecast: " + money(*budget.calculated_spend->forecasted_spend) + "\n";
  }
  text += "counts:   " + filter_of(budget) + "\n";
  for (const auto& alert : found.alerts) text += "alert:    " + alert_text(alert) + "\n";
  return text;
}

Json budget_json(const operations::BudgetWithAlerts& found) {
  Json json = budget_json(found.budget);
  Json alerts = Json::array();
  for (const auto& [notification, subscribers] : found.alerts) {
    Json told = Json::array();
    for (const aws::BudgetSubscriber& subscriber : subscribers)
      told.push_back(Json::object({{"type", subscriber.subscription_type}, {"address", subscriber.address}}));
    alerts.push_back(Json::object({{"of", notification.notification_type},
                                   {"threshold", notification.threshold},
                                   {"threshold_type", notification.threshold_type.value_or("PERCENTAGE")},
                                   {"state", notification.notification_state.value_or("")},
                                   {"tells", std::move(told)}}));
  }
  json.set("alerts", std::move(alerts));
  return json;
}

}  // namespace anthropic::internal::cli
