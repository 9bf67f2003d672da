#include <limits>

#include <anthropic/aws/budgets.hpp>

#include "support/listed.hpp"
#include "support/service_test.hpp"

namespace anthropic::internal::aws {
namespace {

using ::testing::HasSubstr;

class BudgetsTest : public ServiceTest {
 protected:
  CreateBudgetInput input(const std::string& amount = "10") const {
    return {.account_id = "123456789012",
            .budget = {.budget_name = "claude", .budget_limit = BudgetSpend{.amount = amount}}};
  }
};

TEST_F(BudgetsTest, TakesAmountsAsTheyAreWritten) {
  const Budgets budgets(session());
  for (const char* amount : {"10", "0.50", ".5", "123456789012345678901234567890.000000001"}) {
    answer("{}");
    const auto created = budgets.create_budget(input(amount));
    EXPECT_TRUE(created) << created.error().to_string();
    EXPECT_EQ(last_body()["Budget"]["BudgetLimit"]["Amount"].string_or(""), amount);
  }
  EXPECT_EQ(last_request().url, "https://budgets.amazonaws.com/");
}

TEST_F(BudgetsTest, RefusesAnAmountThatIsNoNumber) {
  const Budgets budgets(session());
  for (const char* amount :
       {"ten", "", "1e3", "-5", "+5", "1,000", "10.", "1.2.3", ".", " 10", "10 USD", "NaN"}) {
    const auto created = budgets.create_budget(input(amount));
    EXPECT_THAT(local_refusal(created), HasSubstr("is not a number")) << amount;
    EXPECT_THAT(created.error().hint, HasSubstr("decimal point"));
  }
  EXPECT_THAT(
      local_refusal(budgets.update_budget({.account_id = "123456789012", .new_budget = input("x").budget})),
      HasSubstr("is not a number"));
}

TEST_F(BudgetsTest, RefusesLocallyWhatElseCannotBeRight) {
  const Budgets budgets(session());
  CreateBudgetInput wrong = input();
  wrong.account_id = "12345";
  EXPECT_THAT(local_refusal(budgets.create_budget(wrong)), HasSubstr("12 digits"));
  wrong = input();
  wrong.budget.budget_name = "a:b";
  EXPECT_THAT(local_refusal(budgets.create_budget(wrong)), HasSubstr("name"));
  wrong = input();
  wrong.budget.cost_filters = {{"Service", {"Amazon Bedrock"}}};
  wrong.budget.filter_expression = CostExpression{.dimensions = CostExpressionValues{.key = "SERVICE"}};
  EXPECT_THAT(local_refusal(budgets.create_budget(wrong)), HasSubstr("either"));
  wrong = input();
  wrong.notifications_with_subscribers = {{.notification = {.threshold = 80}}};
  EXPECT_THAT(local_refusal(budgets.create_budget(wrong)), HasSubstr("subscribers"));
  for (const double threshold : {-1.0, 1.6e13, std::numeric_limits<double>::quiet_NaN()}) {
    wrong.notifications_with_subscribers = {
        {.notification = {.threshold = threshold}, .subscribers = {{.address = "a@example.com"}}}};
    EXPECT_THAT(local_refusal(budgets.create_budget(wrong)), HasSubstr("threshold"));
  }
  wrong.notifications_with_subscribers.assign(
      11, {.notification = {.threshold = 1}, .subscribers = {{.address = "a@example.com"}}});
  EXPECT_THAT(local_refusal(budgets.create_budget(wrong)), HasSubstr("10 notifications"));
  EXPECT_THAT(local_refusal(budgets.delete_budget({.account_id = "123456789012"})), HasSubstr("budget_name"));
}

TEST_F(BudgetsTest, ReadsABudget) {
  answer(R"({"Budget":{"BudgetName":"claude","BudgetType":"COST","TimeUnit":"MONTHLY",
    "BudgetLimit":{"Amount":"250.00","Unit":"USD"},"TimePeriod":{"Start":1795348800,"End":3706473600},
    "CalculatedSpend":{"ActualSpend":{"Amount":"1.234567890123","Unit":"USD"}},
    "CostFilters":{"Service":["Amazon Bedrock"]},
    "FilterExpression":{"Not":{"Dimensions":{"Key":"SERVICE","Values":["x"]}}},"Metrics":["UnblendedCost"],
    "LastUpdatedTime":1795348800.5}})");
  const auto described = Budgets(session()).describe_budget(
      {.account_id = "123456789012", .budget_name = "claude", .show_filter_expression = true});
  ASSERT_TRUE(described) << described.error().to_string();
  const Budget& budget = described->budget;
  EXPECT_EQ(budget.budget_limit->amount, "250.00");
  EXPECT_EQ(budget.calculated_spend->actual_spend.amount, "1.234567890123");
  EXPECT_EQ(budget.calculated_spend->forecasted_spend.has_value(), false);
  EXPECT_EQ(budget.time_period->start, fake_.clock->now());
  EXPECT_EQ(budget.last_updated_time, fake_.clock->now() + std::chrono::milliseconds(500));
  EXPECT_EQ(budget.cost_filters.at("Service").at(0), "Amazon Bedrock");
  EXPECT_EQ(budget.filter_expression->not_.at(0).dimensions->key, "SERVICE");
  EXPECT_EQ(budget.metrics.at(0), "UnblendedCost");
  EXPECT_EQ(last_request().body,
            R"({"AccountId":"123456789012","BudgetName":"claude","ShowFilterExpression":true})");
  answer("{}");
  const auto none =
      Budgets(session()).describe_budget({.account_id = "123456789012", .budget_name = "claude"});
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().kind, ErrorKind::response_validation);
}

TEST_F(BudgetsTest, ListsUpdatesAndDeletes) {
  const Budgets budgets(session());
  answer(R"({"Budgets":[{"BudgetName":"a"},{"BudgetName":"b"}],"NextToken":"t"})");
  const auto page = budgets.describe_budgets({.account_id = "123456789012", .max_results = 2});
  ASSERT_TRUE(page) << page.error().to_string();
  ASSERT_EQ(page->budgets.size(), 2u);
  EXPECT_EQ(page->budgets[1].budget_name, "b");
  EXPECT_EQ(page->next_token, "t");
  answer(R"({"Budgets":[{"BudgetName":"a"}],"NextToken":"t"})");
  answer(R"({"Budgets":[{"BudgetName":"b"}]})");
  const testing::Listed all(budgets.describe_budgets_all({.account_id = "123456789012"}));
  EXPECT_FALSE(all.error);
  ASSERT_EQ(all.items.size(), 2u);
  EXPECT_EQ(all.items[1].budget_name, "b");
  EXPECT_EQ(last_body()["NextToken"].string_or(""), "t");
  answer("{}");
  EXPECT_TRUE(budgets.update_budget({.account_id = "123456789012", .new_budget = input("20").budget}));
  EXPECT_EQ(last_request().header("x-amz-target"), "AWSBudgetServiceGateway.UpdateBudget");
  EXPECT_EQ(last_body()["NewBudget"]["BudgetLimit"]["Amount"].string_or(""), "20");
  answer("");
  EXPECT_TRUE(budgets.delete_budget({.account_id = "123456789012", .budget_name = "claude"}));
  EXPECT_EQ(last_request().body, R"({"AccountId":"123456789012","BudgetName":"claude"})");
}

TEST_F(BudgetsTest, NamesWhoIsNotified) {
  const Budgets budgets(session());
  const DescribeSubscribersForNotificationInput input{
      .account_id = "123456789012",
      .budget_name = "b",
      .notification = {.threshold = 80, .threshold_type = "PERCENTAGE", .notification_state = "ALARM"},
      .max_results = 50};
  answer(R"({"Subscribers":[{"SubscriptionType":"EMAIL","Address":"a@example.com"}],"NextToken":"t"})");
  answer(
      R"({"Subscribers":[{"SubscriptionType":"SNS","Address":"arn:aws:sns:us-east-1:123456789012:costs"}]})");
  const testing::Listed all(budgets.describe_subscribers_for_notification_all(input));
  EXPECT_FALSE(all.error);
  ASSERT_EQ(all.items.size(), 2u);
  EXPECT_EQ(all.items[0].address, "a@example.com");
  EXPECT_EQ(all.items[1].subscription_type, "SNS");
  EXPECT_EQ(sent(0).header("x-amz-target"), "AWSBudgetServiceGateway.DescribeSubscribersForNotification");
  // As botocore writes it.
  EXPECT_EQ(*Json::parse(sent(0).body), *Json::parse(R"({"AccountId": "123456789012", "BudgetName": "b",
    "Notification": {"NotificationType": "ACTUAL", "ComparisonOperator": "GREATER_THAN", "Threshold": 80.0,
    "ThresholdType": "PERCENTAGE"}, "MaxResults": 50})"));
  EXPECT_EQ(last_body()["NextToken"].string_or(""), "t");
}

TEST_F(BudgetsTest, TakesOneMetricAndNoNameOfAnAction) {
  const Budgets budgets(session());
  CreateBudgetInput wrong = input("10");
  wrong.budget.metrics = {"UnblendedCost", "BlendedCost"};
  EXPECT_THAT(local_refusal(budgets.create_budget(wrong)), HasSubstr("one metric"));
  wrong = input("10");
  wrong.budget.budget_name = "a/action/b";
  EXPECT_THAT(local_refusal(budgets.create_budget(wrong)), HasSubstr("/action/"));
}

TEST_F(BudgetsTest, HasNotifications) {
  const Budgets budgets(session());
  const BudgetNotification notification{.notification_type = "FORECASTED", .threshold = 99.5};
  answer("{}");
  EXPECT_TRUE(budgets.create_notification({.account_id = "123456789012",
                                           .budget_name = "claude",
                                           .notification = notification,
                                           .subscribers = {{.address = "a@example.com"}}}));
  EXPECT_EQ(last_body(), *Json::parse(R"({"AccountId":"123456789012","BudgetName":"claude","Notification":
    {"NotificationType":"FORECASTED","ComparisonOperator":"GREATER_THAN","Threshold":99.5},
    "Subscribers":[{"SubscriptionType":"EMAIL","Address":"a@example.com"}]})"));
  answer(R"({"Notifications":[{"NotificationType":"ACTUAL","ComparisonOperator":"GREATER_THAN","Threshold":80,
    "ThresholdType":"PERCENTAGE","NotificationState":"ALARM"}]})");
  const auto page =
      budgets.describe_notifications_for_budget({.account_id = "123456789012", .budget_name = "claude"});
  ASSERT_TRUE(page) << page.error().to_string();
  ASSERT_EQ(page->notifications.size(), 1u);
  EXPECT_EQ(page->notifications[0].threshold, 80);
  EXPECT_EQ(page->notifications[0].notification_state, "ALARM");
  answer("{}");
  EXPECT_TRUE(budgets.delete_notification(
      {.account_id = "123456789012", .budget_name = "claude", .notification = notification}));
  EXPECT_EQ(last_request().header("x-amz-target"), "AWSBudgetServiceGateway.DeleteNotification");
}

}  // namespace
}  // namespace anthropic::internal::aws
