#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/text/text.hpp"
#include "local/aws/costs/sample_costs.hpp"
#include "local/aws/service.hpp"

namespace anthropic::internal::local {
namespace {

constexpr std::size_t kMostNotifications = 10;
constexpr std::size_t kMostMailAddresses = 10;
constexpr long long kMostBudgets = 1'000;

Refusal invalid_budget(std::string message) {
  return {.code = "InvalidParameterException", .message = std::move(message)};
}

Refusal no_such_budget(const std::string& name) {
  return {.code = "NotFoundException",
          .message = "Unable to get budget: " + name + " - the budget doesn't exist."};
}

bool is_name(std::string_view name) {
  return !name.empty() && name.size() <= 100 && name.find_first_of(":\\") == std::string_view::npos &&
         name.find("/action/") == std::string_view::npos;
}

template <class... Names>
bool is_any_of(const Json& value, Names... names) {
  return ((value.as_string() == std::string_view(names)) || ...);
}

std::optional<Refusal> check_subscribers(const Json& subscribers) {
  std::size_t mails = 0;
  std::size_t topics = 0;
  for (const Json& subscriber : subscribers.items()) {
    const std::string address = subscriber["Address"].string_or("");
    const bool is_mail = subscriber["SubscriptionType"].as_string() == "EMAIL";
    if (!is_mail && subscriber["SubscriptionType"].as_string() != "SNS")
      return invalid_budget("SubscriptionType must be EMAIL or SNS");
    if (is_mail ? address.find('@') == std::string::npos : !address.starts_with("arn:"))
      return invalid_budget("Address " + address + " is invalid");
    ++(is_mail ? mails : topics);
  }
  if (mails + topics == 0) return invalid_budget("A notification needs a subscriber");
  if (mails > kMostMailAddresses || topics > 1)
    return invalid_budget("A notification has at most 10 e-mail subscribers and 1 SNS subscriber");
  return std::nullopt;
}

std::optional<Refusal> check_notification(const Json& notification) {
  if (!is_any_of(notification["NotificationType"], "ACTUAL", "FORECASTED"))
    return invalid_budget("NotificationType must be ACTUAL or FORECASTED");
  if (!is_any_of(notification["ComparisonOperator"], "GREATER_THAN", "LESS_THAN", "EQUAL_TO"))
    return invalid_budget("ComparisonOperator is invalid");
  const auto threshold = notification["Threshold"].as_double();
  if (!threshold || *threshold < 0) return invalid_budget("Threshold must not be negative");
  return std::nullopt;
}

std::optional<Refusal> check_budget(const Json& budget) {
  if (!is_name(budget["BudgetName"].string_or(""))) return invalid_budget("BudgetName is invalid");
  if (!is_any_of(budget["BudgetType"], "COST", "USAGE"))
    return invalid_budget("The local endpoint has budgets of COST and USAGE");
  if (!is_any_of(budget["TimeUnit"], "DAILY", "MONTHLY", "QUARTERLY", "ANNUALLY"))
    return invalid_budget("TimeUnit is invalid");
  const auto limit = Decimal::parse(budget["BudgetLimit"]["Amount"].string_or(""));
  if (!limit || *limit <= Decimal()) return invalid_budget("BudgetLimit must be a positive amount");
  if (budget["BudgetLimit"]["Unit"].as_string() != "USD")
    return invalid_budget("The unit of BudgetLimit must be USD");
  const bool has_expression = budget.contains("FilterExpression") || budget.contains("Metrics");
  if (has_expression && (budget.contains("CostFilters") || budget.contains("CostTypes")))
    return invalid_budget("FilterExpression and Metrics do not go with CostFilters and CostTypes");
  if (budget.contains("FilterExpression") && budget["Metrics"].size() != 1)
    return invalid_budget("A budget with a FilterExpression has one metric");
  return check_cost_filter(budget["FilterExpression"], "InvalidParameterException");
}

struct StoredBudget {
  Json budget;
  Json notifications = Json::array();  // as CreateBudget has them, with their subscribers
};

sys_days period_start(const std::string& unit, sys_days today) {
  const std::chrono::year_month_day date(today);
  if (unit == "DAILY") return today;
  if (unit == "MONTHLY") return first_of_month(today);
  const int month = static_cast<int>(static_cast<unsigned>(date.month())) - 1;
  return first_of_month(today, unit == "QUARTERLY" ? -(month % 3) : -month);
}

sys_days period_end(const std::string& unit, sys_days start) {
  if (unit == "DAILY") return start + std::chrono::days(1);
  if (unit == "MONTHLY") return first_of_month(start, 1);
  return first_of_month(start, unit == "QUARTERLY" ? 3 : 12);
}

/// Of a budget's current period.
struct Spend {
  Decimal actual = {};
  std::optional<Decimal> forecast = {};  // none where there is too little to make it of
};

Spend spend_of(const Json& budget, SystemTime now) {
  const std::string unit = budget["TimeUnit"].string_or("");
  const sys_days today = day_of(now);
  const sys_days start = period_start(unit, today);
  const sys_days tomorrow = today + std::chrono::days(1);
  Spend spend;
  for (const SampleCost& cost : sample_costs(start, tomorrow, now)) {
    if (passes(cost, budget["FilterExpression"])) spend.actual += cost.amount;
  }
  const auto a_day = usual_day(budget["FilterExpression"], now);
  if (!a_day) return spend;
  const auto days_left = (period_end(unit, start) - tomorrow).count();
  spend.forecast = Decimal::of(std::to_string(*a_day * static_cast<double>(days_left)));
  *spend.forecast += spend.actual;
  return spend;
}

bool is_alarm(const Json& notification, const Json& budget, const Spend& spend) {
  const bool is_of_forecast = notification["NotificationType"].as_string() == "FORECASTED";
  const std::optional<Decimal> amount = is_of_forecast ? spend.forecast : spend.actual;
  if (!amount) return false;
  double threshold = notification["Threshold"].as_double().value_or(0);
  if (notification["ThresholdType"].as_string() != "ABSOLUTE_VALUE")
    threshold *= Decimal::of(budget["BudgetLimit"]["Amount"].string_or("")).value() / 100;
  const std::string comparison = notification["ComparisonOperator"].string_or("");
  if (comparison == "LESS_THAN") return amount->value() < threshold;
  return comparison == "EQUAL_TO" ? amount->value() == threshold : amount->value() > threshold;
}

Json dollars(const Decimal& amount) {
  return Json::object({{"Amount", amount.text()}, {"Unit", "USD"}});
}

/// The account's budgets. AWS keeps them, this endpoint until it ends.
class LocalBudgets {
 public:
  ServiceOutcome answer(const ServiceCall& call) {
    if (call.input["AccountId"].as_string() != kServicesAccount)
      return Refusal{.status = 400,
                     .code = "AccessDeniedException",
                     .message = "Account " + call.input["AccountId"].string_or("") +
                                " is not this endpoint's, " + std::string(kServicesAccount)};
    if (call.operation == "CreateBudget") return create(call);
    if (call.operation == "DescribeBudgets") return describe_all(call);
    if (call.operation == "UpdateBudget") return update(call);
    if (!is_any_of(Json(call.operation), "DescribeBudget", "DescribeNotificationsForBudget",
                   "DescribeSubscribersForNotification", "DeleteBudget"))
      return unknown_operation(call);
    const std::string name = call.input["BudgetName"].string_or("");
    const auto found = budgets_.find(name);
    if (found == budgets_.end()) return no_such_budget(name);
    if (call.operation == "DescribeBudget") return Json::object({{"Budget", shown(found->second, call)}});
    if (call.operation == "DescribeNotificationsForBudget") return notifications(found->second, call);
    if (call.operation == "DescribeSubscribersForNotification") return subscribers(found->second, call);
    budgets_.erase(found);
    return Json::object();
  }

 private:
  ServiceOutcome create(const ServiceCall& call) {
    const Json& budget = call.input["Budget"];
    if (auto refusal = check_budget(budget)) return *refusal;
    const Json& notifications = call.input["NotificationsWithSubscribers"];
    if (notifications.size() > kMostNotifications)
      return invalid_budget("A budget has at most 10 notifications");
    for (const Json& item : notifications.items()) {
      if (auto refusal = check_notification(item["Notification"])) return *refusal;
      if (auto refusal = check_subscribers(item["Subscribers"])) return *refusal;
    }
    const std::string name = budget["BudgetName"].string_or("");
    if (budgets_.contains(name))
      return Refusal{.code = "DuplicateRecordException",
                     .message = "Error creating budget: " + name + " - the budget already exists."};
    StoredBudget& stored = budgets_[name];
    stored.budget = budget;
    if (notifications.is_array()) stored.notifications = notifications;
    return Json::object();
  }

  ServiceOutcome update(const ServiceCall& call) {
    const Json& budget = call.input["NewBudget"];
    if (auto refusal = check_budget(budget)) return *refusal;
    const std::string name = budget["BudgetName"].string_or("");
    const auto found = budgets_.find(name);
    if (found == budgets_.end()) return no_such_budget(name);
    found->second.budget = budget;
    return Json::object();
  }

  /// What AWS shows of a budget: its filter only if that is asked for, and what it has cost.
  Json shown(const StoredBudget& stored, const ServiceCall& call) const {
    Json budget = stored.budget;
    const Spend spend = spend_of(budget, call.now);
    Json calculated = Json::object({{"ActualSpend", dollars(spend.actual)}});
    if (spend.forecast) calculated.set("ForecastedSpend", dollars(*spend.forecast));
    budget.set("CalculatedSpend", std::move(calculated));
    if (call.input["ShowFilterExpression"].as_bool() != true) {
      budget.erase("FilterExpression");
      budget.erase("Metrics");
    }
    return budget;
  }

  ServiceOutcome describe_all(const ServiceCall& call) const {
    const auto most = call.input.contains("MaxResults") ? call.input["MaxResults"].as_int64() : 100;
    if (!most || *most < 1 || *most > kMostBudgets)
      return invalid_budget("MaxResults must be between 1 and 1000");
    const std::string token = call.input["NextToken"].string_or("0");
    const auto begin = parse_integer(token);
    if (!begin || *begin < 0 || *begin > static_cast<long long>(budgets_.size()))
      return Refusal{.code = "InvalidNextTokenException", .message = "The pagination token is invalid."};
    Json budgets = Json::array();
    long long place = 0;
    for (const auto& [name, stored] : budgets_) {
      const long long here = place++;
      if (here >= *begin && here < *begin + *most) budgets.push_back(shown(stored, call));
    }
    Json answer = Json::object({{"Budgets", std::move(budgets)}});
    if (*begin + *most < place) answer.set("NextToken", std::to_string(*begin + *most));
    return answer;
  }

  static ServiceOutcome notifications(const StoredBudget& stored, const ServiceCall& call) {
    const Spend spend = spend_of(stored.budget, call.now);
    Json notifications = Json::array();
    for (const Json& item : stored.notifications.items()) {
      Json notification = item["Notification"];
      const bool is_past = is_alarm(notification, stored.budget, spend);
      notification.set("NotificationState", is_past ? "ALARM" : "OK");
      notifications.push_back(std::move(notification));
    }
    return Json::object({{"Notifications", std::move(notifications)}});
  }

  static ServiceOutcome subscribers(const StoredBudget& stored, const ServiceCall& call) {
    Json asked = call.input["Notification"];
    asked.erase("NotificationState");
    for (const Json& item : stored.notifications.items()) {
      if (item["Notification"] == asked) return Json::object({{"Subscribers", item["Subscribers"]}});
    }
    return Refusal{.code = "NotFoundException", .message = "The notification doesn't exist."};
  }

  std::map<std::string, StoredBudget> budgets_;
};

}  // namespace

// https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_Operations_AWS_Budgets.html
ServiceHandler budgets() {
  return [state = std::make_shared<LocalBudgets>()](const ServiceCall& call) { return state->answer(call); };
}

}  // namespace anthropic::internal::local
