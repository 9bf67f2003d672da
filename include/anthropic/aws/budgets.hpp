#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <anthropic/aws/cost_expression.hpp>
#include <anthropic/aws/session.hpp>
#include <anthropic/page.hpp>
#include <anthropic/string_list.hpp>

namespace anthropic::internal::aws {
class ServiceClient;
}

namespace anthropic::inline v0::aws {

/// An amount of money, or of usage: decimal text without sign and exponent, "10" or "0.50".
struct BudgetSpend {
  std::string amount = {};
  std::string unit = "USD";
};

struct BudgetTimePeriod {
  std::optional<std::chrono::system_clock::time_point> start = {};  ///< Else the current period's.
  std::optional<std::chrono::system_clock::time_point> end = {};    ///< Else never.
};

struct BudgetCalculatedSpend {
  BudgetSpend actual_spend = {};
  std::optional<BudgetSpend> forecasted_spend = {};
};

/// https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_Budget.html
struct Budget {
  std::string budget_name = {};       ///< 1 to 100 characters without ':' and '\'.
  std::string budget_type = "COST";   ///< "COST", "USAGE", "RI_UTILIZATION" …
  std::string time_unit = "MONTHLY";  ///< "DAILY", "MONTHLY", "QUARTERLY", "ANNUALLY"
  std::optional<BudgetSpend> budget_limit = {};
  std::optional<BudgetTimePeriod> time_period = {};
  /// Which costs count, with `metrics` (one, "UnblendedCost"). Claude is billed through AWS Marketplace: the
  /// service "Amazon Bedrock" alone does not contain it.
  std::optional<CostExpression> filter_expression = {};
  StringList metrics = {};
  /// The older way: {"BillingEntity", {"AWS Marketplace"}}. Not together with `filter_expression`.
  std::map<std::string, StringList> cost_filters = {};
  std::optional<BudgetCalculatedSpend> calculated_spend = {};                   ///< In answers.
  std::optional<std::chrono::system_clock::time_point> last_updated_time = {};  ///< In answers.
};

struct BudgetNotification {
  std::string notification_type = "ACTUAL";            ///< Or "FORECASTED".
  std::string comparison_operator = "GREATER_THAN";    ///< Or "LESS_THAN", "EQUAL_TO".
  double threshold = 0;                                ///< 0 to 15,000,000,000,000.
  std::optional<std::string> threshold_type = {};      ///< "PERCENTAGE" (else) or "ABSOLUTE_VALUE".
  std::optional<std::string> notification_state = {};  ///< In answers: "OK" or "ALARM".
};

struct BudgetSubscriber {
  std::string subscription_type = "EMAIL";  ///< Or "SNS".
  std::string address = {};                 ///< An e-mail address, or a topic's ARN.
};

struct BudgetNotificationWithSubscribers {
  BudgetNotification notification = {};
  std::vector<BudgetSubscriber> subscribers = {};  ///< 1 to 11.
};

/// https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_CreateBudget.html
struct CreateBudgetInput {
  std::string account_id = {};  ///< 12 digits.
  Budget budget = {};
  std::vector<BudgetNotificationWithSubscribers> notifications_with_subscribers = {};  ///< At most 10.
  std::map<std::string, std::string> resource_tags = {};
};

struct DescribeBudgetInput {
  std::string account_id = {};
  std::string budget_name = {};
  /// Without it the answer has neither `filter_expression` nor `metrics`.
  std::optional<bool> show_filter_expression = {};
};

struct DescribeBudgetOutput {
  Budget budget = {};
};

struct DescribeBudgetsInput {
  std::string account_id = {};
  std::optional<int> max_results = {};  ///< 1 to 1,000.
  std::optional<std::string> next_token = {};
  std::optional<bool> show_filter_expression = {};
};

struct DescribeBudgetsOutput {
  std::vector<Budget> budgets = {};
  std::optional<std::string> next_token = {};  ///< Absent: this was the last page.
};

struct UpdateBudgetInput {
  std::string account_id = {};
  Budget new_budget = {};  ///< Replaces the one of its name.
};

struct DeleteBudgetInput {
  std::string account_id = {};
  std::string budget_name = {};
};

struct CreateNotificationInput {
  std::string account_id = {};
  std::string budget_name = {};
  BudgetNotification notification = {};
  std::vector<BudgetSubscriber> subscribers = {};  ///< 1 to 11.
};

struct DescribeNotificationsForBudgetInput {
  std::string account_id = {};
  std::string budget_name = {};
  std::optional<int> max_results = {};  ///< 1 to 100.
  std::optional<std::string> next_token = {};
};

struct DescribeNotificationsForBudgetOutput {
  std::vector<BudgetNotification> notifications = {};
  std::optional<std::string> next_token = {};  ///< Absent: this was the last page.
};

struct DeleteNotificationInput {
  std::string account_id = {};
  std::string budget_name = {};
  BudgetNotification notification = {};  ///< As it was created.
};

struct DescribeSubscribersForNotificationInput {
  std::string account_id = {};
  std::string budget_name = {};
  BudgetNotification notification = {};  ///< As describe_notifications_for_budget() gave it.
  std::optional<int> max_results = {};   ///< 1 to 100.
  std::optional<std::string> next_token = {};
};

struct DescribeSubscribersForNotificationOutput {
  std::vector<BudgetSubscriber> subscribers = {};
  std::optional<std::string> next_token = {};  ///< Absent: this was the last page.
};

/// AWS Budgets. One endpoint serves every region. A budget notifies; it stops nothing by itself. A handle:
/// copies share the session. Thread-safe. Constructing does no I/O.
///
///     aws::Budgets budgets(session);
///     auto created = budgets.create_budget(
///         {.account_id = "123456789012",
///          .budget = {.budget_name = "claude", .budget_limit = aws::BudgetSpend{.amount = "250.00"}}});
///
/// A budget that does not exist is ErrorKind::not_found, one that exists already ErrorKind::conflict. An
/// amount that is not decimal text, and an input that breaks a limit named here, are refused with
/// ErrorKind::bad_request before anything is sent.
/// https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_Operations_AWS_Budgets.html
class Budgets {
 public:
  explicit Budgets(Session session = Session(), ClientOptions options = {});
  // Moving copies, so no handle is ever empty.
  Budgets(const Budgets&) = default;
  Budgets& operator=(const Budgets&) = default;

  Result<void> create_budget(const CreateBudgetInput& input, const CallOptions& options = {}) const;
  Result<DescribeBudgetOutput> describe_budget(const DescribeBudgetInput& input,
                                               const CallOptions& options = {}) const;
  /// One page.
  Result<DescribeBudgetsOutput> describe_budgets(const DescribeBudgetsInput& input,
                                                 const CallOptions& options = {}) const;
  /// Every budget, page after page. `options` count for each page.
  AllItems<Budget> describe_budgets_all(const DescribeBudgetsInput& input,
                                        const CallOptions& options = {}) const;
  Result<void> update_budget(const UpdateBudgetInput& input, const CallOptions& options = {}) const;
  Result<void> delete_budget(const DeleteBudgetInput& input, const CallOptions& options = {}) const;

  Result<void> create_notification(const CreateNotificationInput& input,
                                   const CallOptions& options = {}) const;
  /// One page.
  Result<DescribeNotificationsForBudgetOutput> describe_notifications_for_budget(
      const DescribeNotificationsForBudgetInput& input, const CallOptions& options = {}) const;
  /// Every notification, as describe_budgets_all().
  AllItems<BudgetNotification> describe_notifications_for_budget_all(
      const DescribeNotificationsForBudgetInput& input, const CallOptions& options = {}) const;
  Result<void> delete_notification(const DeleteNotificationInput& input,
                                   const CallOptions& options = {}) const;

  /// One page.
  Result<DescribeSubscribersForNotificationOutput> describe_subscribers_for_notification(
      const DescribeSubscribersForNotificationInput& input, const CallOptions& options = {}) const;
  /// Every subscriber, as describe_budgets_all().
  AllItems<BudgetSubscriber> describe_subscribers_for_notification_all(
      const DescribeSubscribersForNotificationInput& input, const CallOptions& options = {}) const;

 private:
  std::shared_ptr<const internal::aws::ServiceClient> client_;
};

}  // namespace anthropic::inline v0::aws
