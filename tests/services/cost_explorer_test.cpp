#include <anthropic/aws/cost_explorer.hpp>

#include "support/listed.hpp"
#include "support/service_test.hpp"

namespace anthropic::internal::aws {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class CostExplorerTest : public ServiceTest {
 protected:
  GetCostAndUsageInput input() const {
    return {.time_period = {"2026-11-01", "2026-11-22"}, .metrics = {"UnblendedCost"}};
  }
};

TEST_F(CostExplorerTest, KeepsEveryDigitOfAnAmount) {
  answer(R"({"ResultsByTime":[{"TimePeriod":{"Start":"2026-11-01","End":"2026-11-02"},"Estimated":true,
    "Total":{"UnblendedCost":{"Amount":"0.1234567890123456789","Unit":"USD"},"Odd":{"Amount":1.10,"Unit":"USD"}}}]})");
  const auto usage = CostExplorer(session({.region = "eu-west-1"})).get_cost_and_usage(input());
  ASSERT_TRUE(usage) << usage.error().to_string();
  ASSERT_EQ(usage->results_by_time.size(), 1u);
  const CostResultByTime& day = usage->results_by_time[0];
  EXPECT_EQ(day.time_period.start, "2026-11-01");
  EXPECT_TRUE(day.estimated);
  EXPECT_EQ(day.total.at("UnblendedCost").amount, "0.1234567890123456789");
  EXPECT_EQ(day.total.at("UnblendedCost").unit, "USD");
  EXPECT_EQ(day.total.at("Odd").amount, "1.10");
  EXPECT_EQ(last_request().url, "https://ce.us-east-1.amazonaws.com/");
  EXPECT_THAT(last_request().header("authorization"), HasSubstr("/us-east-1/ce/aws4_request"));
}

TEST_F(CostExplorerTest, BringsTheGroupsOfADayTogetherOverPages) {
  const std::string first = R"("TimePeriod":{"Start":"2026-11-01","End":"2026-11-02"})";
  const std::string second = R"("TimePeriod":{"Start":"2026-11-02","End":"2026-11-03"})";
  const auto group = [](const std::string& key) {
    return R"({"Keys":[")" + key + R"("],"Metrics":{"UnblendedCost":{"Amount":"1","Unit":"USD"}}})";
  };
  answer(R"({"GroupDefinitions":[{"Type":"DIMENSION","Key":"USAGE_TYPE"}],"ResultsByTime":[{)" + first +
         R"(,"Groups":[)" + group("a") + R"(]}],"NextPageToken":"p2"})");
  answer(R"({"ResultsByTime":[{)" + first + R"(,"Groups":[)" + group("b") + R"(]},{)" + second +
         R"(,"Groups":[)" + group("a") + R"(]}]})");
  const testing::Listed usage(CostExplorer(session()).get_cost_and_usage_all(input()));
  EXPECT_FALSE(usage.error);
  ASSERT_EQ(usage.items.size(), 2u);
  ASSERT_EQ(usage.items[0].groups.size(), 2u);
  EXPECT_THAT(usage.items[0].groups[0].keys, ElementsAre("a"));
  EXPECT_THAT(usage.items[0].groups[1].keys, ElementsAre("b"));
  EXPECT_EQ(usage.items[1].groups[0].metrics.at("UnblendedCost").amount, "1");
  EXPECT_EQ(last_body()["NextPageToken"].string_or(""), "p2");
}

TEST_F(CostExplorerTest, HandsOutGroupsWithoutKeepingThem) {
  answer(R"({"ResultsByTime":[{"Groups":[
    {"Metrics":{"UsageQuantity":{"Unit":"1M tokens","Amount":1.50},"Odd":null},"Keys":["Claude \"5\"",""]},
    {"Keys":["b"],"Metrics":{"UsageQuantity":{"Amount":null}}}],
    "Estimated":true,"TimePeriod":{"Start":"2026-11-01","End":"2026-11-02"}}],"NextPageToken":"p2"})");
  std::vector<std::string> seen;
  const auto usage = CostExplorer(session()).visit_cost_and_usage(
      input(), [&](const CostResultByTime& result, const CostGroup& group) {
        const CostMetricValue& quantity = group.metrics.at("UsageQuantity");
        seen.push_back(result.time_period.start + (result.estimated ? " estimated " : " ") + group.keys[0] +
                       " " + quantity.amount + quantity.unit);
      });
  ASSERT_TRUE(usage) << usage.error().to_string();
  EXPECT_THAT(seen,
              ElementsAre("2026-11-01 estimated Claude \"5\" 1.501M tokens", "2026-11-01 estimated b "));
  EXPECT_EQ(usage->next_page_token, "p2");
  ASSERT_EQ(usage->results_by_time.size(), 1u);
  EXPECT_TRUE(usage->results_by_time[0].groups.empty());
}

TEST_F(CostExplorerTest, AnAnswerWithoutResultsIsAnError) {
  for (const char* text : {"{}", "[]", "<html>", ""}) {
    answer(text);
    const auto usage = CostExplorer(session()).get_cost_and_usage(input());
    ASSERT_FALSE(usage) << text;
    EXPECT_EQ(usage.error().kind, ErrorKind::response_validation) << text;
  }
}

TEST_F(CostExplorerTest, PagesThatGoInCirclesAreAnError) {
  answer(R"({"ResultsByTime":[],"NextPageToken":"p"})");
  answer(R"({"ResultsByTime":[],"NextPageToken":"p"})");
  const testing::Listed usage(CostExplorer(session()).get_cost_and_usage_all(input()));
  ASSERT_TRUE(usage.error);
  EXPECT_EQ(usage.error->kind, ErrorKind::response_validation);
}

TEST_F(CostExplorerTest, ForecastsCosts) {
  answer(R"({"Total":{"Amount":"12.50","Unit":"USD"},"ForecastResultsByTime":[{"TimePeriod":
    {"Start":"2026-12-01","End":"2027-01-01"},"MeanValue":"12.50","PredictionIntervalLowerBound":"10.1"}]})");
  const auto forecast = CostExplorer(session()).get_cost_forecast(
      {.time_period = {"2026-12-01", "2027-01-01"}, .prediction_interval_level = 80});
  ASSERT_TRUE(forecast) << forecast.error().to_string();
  EXPECT_EQ(forecast->total.amount, "12.50");
  ASSERT_EQ(forecast->forecast_results_by_time.size(), 1u);
  EXPECT_EQ(forecast->forecast_results_by_time[0].mean_value, "12.50");
  EXPECT_EQ(forecast->forecast_results_by_time[0].prediction_interval_lower_bound, "10.1");
  EXPECT_EQ(forecast->forecast_results_by_time[0].prediction_interval_upper_bound, std::nullopt);
  EXPECT_EQ(last_body(), *Json::parse(R"({"TimePeriod":{"Start":"2026-12-01","End":"2027-01-01"},
    "Metric":"UNBLENDED_COST","Granularity":"MONTHLY","PredictionIntervalLevel":80})"));
}

TEST_F(CostExplorerTest, WritesNestedFilters) {
  const auto dimension = [](const char* key, const char* value) {
    return CostExpression{.dimensions = CostExpressionValues{.key = key, .values = {value}}};
  };
  GetCostAndUsageInput nested = input();
  nested.filter = CostExpression{
      .and_ = {
          dimension("SERVICE", "Amazon Bedrock"),
          CostExpression{.not_ = {CostExpression{.tags = CostExpressionValues{.key = "team",
                                                                              .values = {"x"},
                                                                              .match_options = {"EQUALS"}}}}},
          CostExpression{.or_ = {dimension("REGION", "us-east-1"), dimension("REGION", "eu-west-1")}}}};
  EXPECT_FALSE(CostExplorer(session()).get_cost_and_usage(nested));
  EXPECT_EQ(last_body()["Filter"].dump(),
            R"({"And":[{"Dimensions":{"Key":"SERVICE","Values":["Amazon Bedrock"]}},)"
            R"({"Not":{"Tags":{"Key":"team","Values":["x"],"MatchOptions":["EQUALS"]}}},)"
            R"({"Or":[{"Dimensions":{"Key":"REGION","Values":["us-east-1"]}},)"
            R"({"Dimensions":{"Key":"REGION","Values":["eu-west-1"]}}]}]})");
}

// Of the same input botocore makes the same bodies.
TEST_F(CostExplorerTest, ListsTheValuesOfADimensionOverPages) {
  answer(R"json({"ReturnSize":1,"TotalSize":2,"NextPageToken":"p2","DimensionValues":[
    {"Value":"Claude Opus 5.5 (Amazon Bedrock Edition)","Attributes":{"unit":"1M tokens"}}]})json");
  answer(R"({"ReturnSize":1,"TotalSize":2,"DimensionValues":[{"Value":"Amazon Bedrock","Attributes":{}}]})");
  const GetDimensionValuesInput input{
      .time_period = {"2026-11-01", "2026-11-22"},
      .dimension = "SERVICE",
      .context = "COST_AND_USAGE",
      .search_string = "Bedrock",
      .filter =
          CostExpression{.dimensions = CostExpressionValues{.key = "RECORD_TYPE", .values = {"Usage"}}}};
  const testing::Listed values(
      CostExplorer(session({.region = "eu-west-1"})).get_dimension_values_all(input));
  EXPECT_FALSE(values.error);
  ASSERT_EQ(values.items.size(), 2u);
  EXPECT_EQ(values.items[0].value, "Claude Opus 5.5 (Amazon Bedrock Edition)");
  EXPECT_EQ(values.items[0].attributes.at("unit"), "1M tokens");
  EXPECT_EQ(values.items[1].value, "Amazon Bedrock");
  EXPECT_EQ(sent(0).url, "https://ce.us-east-1.amazonaws.com/");
  EXPECT_EQ(sent(0).header("x-amz-target"), "AWSInsightsIndexService.GetDimensionValues");
  EXPECT_EQ(*Json::parse(sent(0).body), *Json::parse(R"({"SearchString": "Bedrock", "TimePeriod":
    {"Start": "2026-11-01", "End": "2026-11-22"}, "Dimension": "SERVICE", "Context": "COST_AND_USAGE",
    "Filter": {"Dimensions": {"Key": "RECORD_TYPE", "Values": ["Usage"]}}})"));
  EXPECT_EQ(last_body()["NextPageToken"].string_or(""), "p2");
}

TEST_F(CostExplorerTest, ListsTagsAndTheirKeys) {
  answer(R"({"ReturnSize":2,"TotalSize":2,"Tags":["","platform"]})");
  const auto tags = CostExplorer(session()).get_tags(
      {.time_period = {"2026-11-01", "2026-11-22"},
       .tag_key = "team",
       .filter = CostExpression{.dimensions =
                                    CostExpressionValues{.key = "SERVICE", .values = {"Amazon Bedrock"}}}});
  ASSERT_TRUE(tags) << tags.error().to_string();
  EXPECT_THAT(tags->tags, ElementsAre("", "platform"));
  EXPECT_EQ(tags->total_size, 2);
  EXPECT_EQ(tags->next_page_token, std::nullopt);
  EXPECT_EQ(last_request().header("x-amz-target"), "AWSInsightsIndexService.GetTags");
  EXPECT_EQ(last_body(), *Json::parse(R"({"TimePeriod": {"Start": "2026-11-01", "End": "2026-11-22"},
    "TagKey": "team", "Filter": {"Dimensions": {"Key": "SERVICE", "Values": ["Amazon Bedrock"]}}})"));
}

TEST_F(CostExplorerTest, ListsNothingOfNoTimeOrNoDimension) {
  const CostExplorer costs(session());
  EXPECT_THAT(local_refusal(costs.get_dimension_values({.dimension = "SERVICE"})),
              HasSubstr("start and an end"));
  EXPECT_THAT(local_refusal(costs.get_dimension_values({.dimension = ""})), HasSubstr("dimension"));
  EXPECT_THAT(local_refusal(costs.get_tags({.time_period = {"2026-11-02", "2026-11-01"}})),
              HasSubstr("before it starts"));
}

TEST_F(CostExplorerTest, RefusesLocallyWhatCannotBeRight) {
  const CostExplorer costs(session());
  GetCostAndUsageInput wrong = input();
  wrong.time_period = {"2026-11-22", "2026-11-22"};
  EXPECT_THAT(local_refusal(costs.get_cost_and_usage(wrong)), HasSubstr("before it starts"));
  wrong.time_period = {};
  EXPECT_THAT(local_refusal(costs.get_cost_and_usage(wrong)), HasSubstr("start and an end"));
  wrong = input();
  wrong.metrics = {};
  EXPECT_THAT(local_refusal(costs.get_cost_and_usage(wrong)), HasSubstr("metric"));
  wrong = input();
  wrong.filter = CostExpression{};
  EXPECT_THAT(local_refusal(costs.get_cost_and_usage(wrong)), HasSubstr("exactly one"));
  wrong.filter = CostExpression{.and_ = {CostExpression{}}};
  EXPECT_THAT(local_refusal(costs.get_cost_and_usage(wrong)), HasSubstr("two expressions"));
  CostExpression deep{.tags = CostExpressionValues{.key = "k"}};
  for (int i = 0; i < 40; ++i) {
    CostExpression outer;
    outer.not_.push_back(std::move(deep));
    deep = std::move(outer);
  }
  wrong.filter = std::move(deep);
  EXPECT_THAT(local_refusal(costs.get_cost_and_usage(wrong)), HasSubstr("nested"));
}

}  // namespace
}  // namespace anthropic::internal::aws
