#include "aws/services/costs/budget_shapes.hpp"

#include "aws/services/costs/cost_expression.hpp"
#include "aws/services/shapes.hpp"
#include "base/text/text.hpp"

namespace anthropic::internal::aws {
namespace {

constexpr double kLargestThreshold = 15'000'000'000'000;
constexpr std::size_t kMostSubscribers = 11;

// "10", "10.50" or ".5"
bool is_amount(std::string_view text) {
  const std::size_t point = text.find('.');
  if (point == std::string_view::npos) return is_digits(text);
  return (point == 0 || is_digits(text.substr(0, point))) && is_digits(text.substr(point + 1));
}

Result<Json> spend_body(const BudgetSpend& spend) {
  if (!is_amount(spend.amount)) {
    return bad_request_error("the budget's amount \"" + spend.amount + "\" is not a number",
                             "Write digits with at most one decimal point: \"10\" or \"0.50\".");
  }
  if (spend.unit.empty()) return bad_request_error("the budget's amount has no unit");
  return Json::object({{"Amount", spend.amount}, {"Unit", spend.unit}});
}

std::optional<BudgetSpend> spend_in(const Json& json) {
  if (!json.is_object()) return std::nullopt;
  const Json& amount = json["Amount"];
  return BudgetSpend{.amount = amount.is_number() ? amount.number_text() : amount.string_or(""),
                     .unit = json["Unit"].string_or("")};
}

Result<void> set_filters(Json& body, const Budget& budget) {
  if (!budget.cost_filters.empty()) {
    if (budget.filter_expression) {
      return bad_request_error("a budget has either cost_filters or a filter_expression");
    }
    Json filters = Json::object();
    for (const auto& [name, values] : budget.cost_filters) set_list(filters, name, values);
    body.set("CostFilters", std::move(filters));
  }
  if (budget.filter_expression) {
    auto expression = expression_body(*budget.filter_expression);
    if (!expression) return std::move(expression).error();
    body.set("FilterExpression", *std::move(expression));
  }
  if (budget.metrics.size() > 1) return bad_request_error("a budget has one metric at most");
  set_list(body, "Metrics", budget.metrics);
  return {};
}

}  // namespace

Result<Json> budget_body(const Budget& budget) {
  if (budget.budget_name.empty() || budget.budget_name.size() > 100 ||
      budget.budget_name.find_first_of(":\\") != std::string::npos ||
      budget.budget_name.find("/action/") != std::string::npos) {
    return bad_request_error("a budget's name has 1 to 100 characters without ':', '\\' and \"/action/\"");
  }
  Json body = Json::object({{"BudgetName", budget.budget_name},
                            {"BudgetType", budget.budget_type},
                            {"TimeUnit", budget.time_unit}});
  if (budget.budget_limit) {
    auto limit = spend_body(*budget.budget_limit);
    if (!limit) return limit;
    body.set("BudgetLimit", *std::move(limit));
  }
  if (budget.time_period) {
    Json period = Json::object();
    if (budget.time_period->start) period.set("Start", epoch_seconds(*budget.time_period->start));
    if (budget.time_period->end) period.set("End", epoch_seconds(*budget.time_period->end));
    body.set("TimePeriod", std::move(period));
  }
  if (auto set = set_filters(body, budget); !set) return set.error();
  return body;
}

Budget budget_in(const Json& json) {
  Budget budget{.budget_name = json["BudgetName"].string_or(""),
                .budget_type = json["BudgetType"].string_or(""),
                .time_unit = json["TimeUnit"].string_or(""),
                .budget_limit = spend_in(json["BudgetLimit"]),
                .metrics = texts_in(json["Metrics"]),
                .last_updated_time = time_in(json["LastUpdatedTime"])};
  if (const Json& period = json["TimePeriod"]; period.is_object()) {
    budget.time_period = BudgetTimePeriod{.start = time_in(period["Start"]), .end = time_in(period["End"])};
  }
  if (const Json& filter = json["FilterExpression"]; filter.is_object()) {
    budget.filter_expression = expression_in(filter);
  }
  for (const auto& [name, values] : json["CostFilters"].members()) {
    budget.cost_filters.insert_or_assign(name, texts_in(values));
  }
  if (const Json& spend = json["CalculatedSpend"]; spend.is_object()) {
    budget.calculated_spend = BudgetCalculatedSpend{
        .actual_spend = spend_in(spend["ActualSpend"]).value_or(BudgetSpend{.unit = {}}),
        .forecasted_spend = spend_in(spend["ForecastedSpend"])};
  }
  return budget;
}

Result<Json> notification_body(const BudgetNotification& notification) {
  if (!(notification.threshold >= 0 && notification.threshold <= kLargestThreshold)) {
    return bad_request_error("a notification's threshold is a number from 0 to 15,000,000,000,000");
  }
  Json body = Json::object({{"NotificationType", notification.notification_type},
                            {"ComparisonOperator", notification.comparison_operator},
                            {"Threshold", notification.threshold}});
  set_optional(body, "ThresholdType", notification.threshold_type);
  return body;
}

BudgetNotification notification_in(const Json& json) {
  return {.notification_type = json["NotificationType"].string_or(""),
          .comparison_operator = json["ComparisonOperator"].string_or(""),
          .threshold = json["Threshold"].as_double().value_or(0),
          .threshold_type = optional_text(json["ThresholdType"]),
          .notification_state = optional_text(json["NotificationState"])};
}

Result<Json> subscribers_body(const std::vector<BudgetSubscriber>& subscribers) {
  if (subscribers.empty() || subscribers.size() > kMostSubscribers) {
    return bad_request_error("a notification has 1 to 11 subscribers, not " +
                             std::to_string(subscribers.size()));
  }
  Json body = Json::array();
  for (const auto& [type, address] : subscribers) {
    if (address.empty()) return bad_request_error("a subscriber has no address");
    body.push_back(Json::object({{"SubscriptionType", type}, {"Address", address}}));
  }
  return body;
}

std::vector<BudgetSubscriber> subscribers_in(const Json& json) {
  std::vector<BudgetSubscriber> subscribers;
  for (const Json& item : json.items()) {
    subscribers.push_back({.subscription_type = item["SubscriptionType"].string_or(""),
                           .address = item["Address"].string_or("")});
  }
  return subscribers;
}

}  // namespace anthropic::internal::aws
