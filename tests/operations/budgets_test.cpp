#include <anthropic/operations/budgets.hpp>

#include "support/service_test.hpp"

namespace anthropic::internal {
namespace {

using operations::ClaudeBudget;
using ::testing::HasSubstr;

ClaudeBudget budget() {
  return {.account_id = "123456789012",
          .name = "claude",
          .amount = "250",
          .alerts = {{.percent = 80}, {.percent = 100, .of_forecast = true}},
          .mail_addresses = {"team@example.com"},
          .sns_topic_arn = "arn:aws:sns:us-east-1:123456789012:costs"};
}

std::string refusal(const ClaudeBudget& budget) {
  const auto input = operations::create_budget_input(budget);
  EXPECT_FALSE(input);
  return input ? "" : input.error().message;
}

class ClaudeBudgets : public internal::aws::ServiceTest {};

TEST_F(ClaudeBudgets, CountMarketplaceAndBedrockAndTellByMailAndTopic) {
  const auto input = operations::create_budget_input(budget());
  ASSERT_TRUE(input) << input.error().message;
  answer("{}");
  ASSERT_TRUE(aws::Budgets(session()).create_budget(*input));
  const Json body = last_body();
  EXPECT_EQ(body["Budget"]["FilterExpression"], *Json::parse(R"({"And":[
    {"Dimensions":{"Key":"RECORD_TYPE","Values":["Usage"]}},
    {"Or":[{"Dimensions":{"Key":"BILLING_ENTITY","Values":["AWS Marketplace"]}},
           {"Dimensions":{"Key":"SERVICE","Values":["Amazon Bedrock"]}}]}]})"));
  EXPECT_EQ(body["Budget"]["Metrics"], *Json::parse(R"(["UnblendedCost"])"));
  EXPECT_FALSE(body["Budget"].contains("CostFilters"));
  EXPECT_EQ(body["NotificationsWithSubscribers"][1],
            *Json::parse(R"({"Notification":{"NotificationType":"FORECASTED",
    "ComparisonOperator":"GREATER_THAN","Threshold":100,"ThresholdType":"PERCENTAGE"},"Subscribers":[
    {"SubscriptionType":"EMAIL","Address":"team@example.com"},
    {"SubscriptionType":"SNS","Address":"arn:aws:sns:us-east-1:123456789012:costs"}]})"));
}

TEST_F(ClaudeBudgets, CanCountOneServiceAndOneTag) {
  ClaudeBudget narrow = budget();
  narrow.services = {"Claude Opus 5.5 (Amazon Bedrock Edition)"};
  narrow.tag_key = "team";
  narrow.tag_values = {"search"};
  const auto input = operations::create_budget_input(narrow);
  ASSERT_TRUE(input);
  const aws::CostExpression& filter = *input->budget.filter_expression;
  ASSERT_EQ(filter.and_.size(), 3u);
  EXPECT_EQ(filter.and_[1].dimensions->values.at(0), narrow.services.at(0));
  EXPECT_EQ(filter.and_[2].tags->key, "team");
}

TEST_F(ClaudeBudgets, ThatTellNobodyAreRefused) {
  ClaudeBudget wrong = budget();
  wrong.mail_addresses = {};
  wrong.sns_topic_arn = "";
  EXPECT_THAT(refusal(wrong), HasSubstr("tell nobody"));
  wrong.mail_addresses = {"team"};
  EXPECT_THAT(refusal(wrong), HasSubstr("no mail address"));
  wrong.mail_addresses.assign(11, "team@example.com");
  EXPECT_THAT(refusal(wrong), HasSubstr("ten"));
  wrong = budget();
  wrong.sns_topic_arn = "costs";
  EXPECT_THAT(refusal(wrong), HasSubstr("ARN"));
  wrong = budget();
  wrong.tag_key = "team";
  EXPECT_THAT(refusal(wrong), HasSubstr("tag"));
}

TEST_F(ClaudeBudgets, LeaveClaudeOutIfTheyCountBedrockAlone) {
  const auto services = [](StringList names) {
    return aws::CostExpression{.dimensions =
                                   aws::CostExpressionValues{.key = "SERVICE", .values = std::move(names)}};
  };
  EXPECT_TRUE(operations::leaves_out_claude({.filter_expression = services({"Amazon Bedrock"})}));
  EXPECT_TRUE(operations::leaves_out_claude({.cost_filters = {{"Service", {"Amazon Bedrock"}}}}));
  EXPECT_FALSE(operations::leaves_out_claude({}));
  EXPECT_FALSE(operations::leaves_out_claude(
      {.filter_expression = services({"Amazon Bedrock", "Claude Opus 5.5 (Amazon Bedrock Edition)"})}));
  EXPECT_FALSE(operations::leaves_out_claude(operations::create_budget_input(budget())->budget));
}

TEST_F(ClaudeBudgets, AreReadWithTheirAlertsAndWhoIsTold) {
  answer(R"({"Budget":{"BudgetName":"claude"}})");
  answer(
      R"({"Notifications":[{"NotificationType":"ACTUAL","ComparisonOperator":"GREATER_THAN","Threshold":80}]})");
  answer(R"({"Subscribers":[{"SubscriptionType":"EMAIL","Address":"team@example.com"}]})");
  const auto found = operations::read_budget(aws::Budgets(session()), "123456789012", "claude");
  ASSERT_TRUE(found) << found.error().to_string();
  EXPECT_EQ(found->budget.budget_name, "claude");
  ASSERT_EQ(found->alerts.size(), 1u);
  EXPECT_EQ(found->alerts[0].subscribers.at(0).address, "team@example.com");
  EXPECT_EQ(Json::parse(sent(0).body)->find("ShowFilterExpression")->as_bool(), true);
  EXPECT_EQ(last_body()["Notification"]["Threshold"].as_double(), 80);
}

}  // namespace
}  // namespace anthropic::internal
