#include <anthropic/aws/budgets.hpp>

#include "aws/calls/service_client.hpp"
#include "aws/services/costs/budget_shapes.hpp"
#include "aws/services/pager.hpp"
#include "aws/services/shapes.hpp"

namespace anthropic::inline v0::aws {

using namespace internal;
using namespace internal::aws;
namespace {

constexpr std::size_t kMostNotifications = 10;

/// A body that begins with the account, once that is found to be one.
Result<Json> body_for(const std::string& account_id) {
  if (account_id.size() != 12 || account_id.find_first_not_of("0123456789") != std::string::npos) {
    return bad_request_error("the account id \"" + account_id + "\" is not a number of 12 digits");
  }
  return Json::object({{"AccountId", account_id}});
}

/// The same for one of the account's budgets.
Result<Json> body_for(const std::string& account_id, const std::string& budget_name) {
  auto body = body_for(account_id);
  if (!body) return body;
  if (auto given = check_given("budget_name", budget_name); !given) return given.error();
  body->set("BudgetName", budget_name);
  return body;
}

}  // namespace

Budgets::Budgets(Session session, ClientOptions options)
    : client_(std::make_shared<const ServiceClient>(std::move(session), service("Budgets"),
                                                    std::move(options))) {}

Result<void> Budgets::create_budget(const CreateBudgetInput& input, const CallOptions& options) const {
  auto body = body_for(input.account_id);
  if (!body) return body.error();
  auto budget = budget_body(input.budget);
  if (!budget) return budget.error();
  body->set("Budget", *std::move(budget));
  if (input.notifications_with_subscribers.size() > kMostNotifications) {
    return bad_request_error("a budget has at most 10 notifications");
  }
  Json notifications = Json::array();
  for (const auto& [notification, subscribers] : input.notifications_with_subscribers) {
    auto what = notification_body(notification);
    if (!what) return what.error();
    auto who = subscribers_body(subscribers);
    if (!who) return who.error();
    notifications.push_back(
        Json::object({{"Notification", *std::move(what)}, {"Subscribers", *std::move(who)}}));
  }
  if (!notifications.empty()) body->set("NotificationsWithSubscribers", std::move(notifications));
  set_tags(*body, "ResourceTags", input.resource_tags);
  return without_output(client_->call_json("CreateBudget", *body, options));
}

Result<DescribeBudgetOutput> Budgets::describe_budget(const DescribeBudgetInput& input,
                                                      const CallOptions& options) const {
  auto body = body_for(input.account_id, input.budget_name);
  if (!body) return body.error();
  set_optional(*body, "ShowFilterExpression", input.show_filter_expression);
  const auto answer = client_->call_json("DescribeBudget", *body, options);
  if (!answer) return answer.error();
  const Json& budget = (*answer)["Budget"];
  if (!budget.is_object()) return incomplete_answer("DescribeBudget", "Budget");
  return DescribeBudgetOutput{budget_in(budget)};
}

Result<DescribeBudgetsOutput> Budgets::describe_budgets(const DescribeBudgetsInput& input,
                                                        const CallOptions& options) const {
  auto body = body_for(input.account_id);
  if (!body) return body.error();
  set_optional(*body, "MaxResults", input.max_results);
  set_optional(*body, "NextToken", input.next_token);
  set_optional(*body, "ShowFilterExpression", input.show_filter_expression);
  const auto answer = client_->call_json("DescribeBudgets", *body, options);
  if (!answer) return answer.error();
  DescribeBudgetsOutput output{.next_token = optional_text((*answer)["NextToken"])};
  for (const Json& budget : (*answer)["Budgets"].items()) output.budgets.push_back(budget_in(budget));
  return output;
}

AllItems<Budget> Budgets::describe_budgets_all(const DescribeBudgetsInput& input,
                                               const CallOptions& options) const {
  return all_items(PagedList{"DescribeBudgets", &Budgets::describe_budgets, &DescribeBudgetsInput::next_token,
                             &DescribeBudgetsOutput::next_token},
                   &DescribeBudgetsOutput::budgets, *this, input, options);
}

Result<void> Budgets::update_budget(const UpdateBudgetInput& input, const CallOptions& options) const {
  auto body = body_for(input.account_id);
  if (!body) return body.error();
  auto budget = budget_body(input.new_budget);
  if (!budget) return budget.error();
  body->set("NewBudget", *std::move(budget));
  return without_output(client_->call_json("UpdateBudget", *body, options));
}

Result<void> Budgets::delete_budget(const DeleteBudgetInput& input, const CallOptions& options) const {
  const auto body = body_for(input.account_id, input.budget_name);
  if (!body) return body.error();
  return without_output(client_->call_json("DeleteBudget", *body, options));
}

Result<void> Budgets::create_notification(const CreateNotificationInput& input,
                                          const CallOptions& options) const {
  auto body = body_for(input.account_id, input.budget_name);
  if (!body) return body.error();
  auto notification = notification_body(input.notification);
  if (!notification) return notification.error();
  auto subscribers = subscribers_body(input.subscribers);
  if (!subscribers) return subscribers.error();
  body->set("Notification", *std::move(notification));
  body->set("Subscribers", *std::move(subscribers));
  return without_output(client_->call_json("CreateNotification", *body, options));
}

Result<DescribeNotificationsForBudgetOutput> Budgets::describe_notifications_for_budget(
    const DescribeNotificationsForBudgetInput& input, const CallOptions& options) const {
  auto body = body_for(input.account_id, input.budget_name);
  if (!body) return body.error();
  set_optional(*body, "MaxResults", input.max_results);
  set_optional(*body, "NextToken", input.next_token);
  const auto answer = client_->call_json("DescribeNotificationsForBudget", *body, options);
  if (!answer) return answer.error();
  DescribeNotificationsForBudgetOutput output{.next_token = optional_text((*answer)["NextToken"])};
  for (const Json& item : (*answer)["Notifications"].items()) {
    output.notifications.push_back(notification_in(item));
  }
  return output;
}

AllItems<BudgetNotification> Budgets::describe_notifications_for_budget_all(
    const DescribeNotificationsForBudgetInput& input, const CallOptions& options) const {
  return all_items(PagedList{"DescribeNotificationsForBudget", &Budgets::describe_notifications_for_budget,
                             &DescribeNotificationsForBudgetInput::next_token,
                             &DescribeNotificationsForBudgetOutput::next_token},
                   &DescribeNotificationsForBudgetOutput::notifications, *this, input, options);
}

Result<void> Budgets::delete_notification(const DeleteNotificationInput& input,
                                          const CallOptions& options) const {
  auto body = body_for(input.account_id, input.budget_name);
  if (!body) return body.error();
  auto notification = notification_body(input.notification);
  if (!notification) return notification.error();
  body->set("Notification", *std::move(notification));
  return without_output(client_->call_json("DeleteNotification", *body, options));
}

Result<DescribeSubscribersForNotificationOutput> Budgets::describe_subscribers_for_notification(
    const DescribeSubscribersForNotificationInput& input, const CallOptions& options) const {
  auto body = body_for(input.account_id, input.budget_name);
  if (!body) return body.error();
  auto notification = notification_body(input.notification);
  if (!notification) return notification.error();
  body->set("Notification", *std::move(notification));
  set_optional(*body, "MaxResults", input.max_results);
  set_optional(*body, "NextToken", input.next_token);
  const auto answer = client_->call_json("DescribeSubscribersForNotification", *body, options);
  if (!answer) return answer.error();
  return DescribeSubscribersForNotificationOutput{.subscribers = subscribers_in((*answer)["Subscribers"]),
                                                  .next_token = optional_text((*answer)["NextToken"])};
}

AllItems<BudgetSubscriber> Budgets::describe_subscribers_for_notification_all(
    const DescribeSubscribersForNotificationInput& input, const CallOptions& options) const {
  return all_items(
      PagedList{"DescribeSubscribersForNotification", &Budgets::describe_subscribers_for_notification,
                &DescribeSubscribersForNotificationInput::next_token,
                &DescribeSubscribersForNotificationOutput::next_token},
      &DescribeSubscribersForNotificationOutput::subscribers, *this, input, options);
}

}  // namespace anthropic::inline v0::aws
