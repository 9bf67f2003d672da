#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/time/time_format.hpp"
#include "local/aws/costs/price_list.hpp"
#include "local/aws/service.hpp"

namespace anthropic::internal::local {
namespace {

using ::testing::HasSubstr;

const SystemTime kNow = *parse_iso8601("2026-11-30T12:00:00Z");

class Service {
 public:
  explicit Service(ServiceHandler handler) : handler_(std::move(handler)) {}

  ServiceOutcome call(std::string_view operation, const std::string& input) {
    const Json json = Json::parse(input).value();
    const Request request;
    return handler_(
        {.operation = operation, .input = json, .request = request, .region = "us-east-1", .now = kNow});
  }
  Json answer(std::string_view operation, const std::string& input) {
    ServiceOutcome outcome = call(operation, input);
    if (const auto* refusal = std::get_if<Refusal>(&outcome)) {
      ADD_FAILURE() << refusal->code << ": " << refusal->message;
      return {};
    }
    return *std::get_if<Json>(&outcome);
  }
  /// "code: message"
  std::string refusal(std::string_view operation, const std::string& input) {
    const ServiceOutcome outcome = call(operation, input);
    const auto* refusal = std::get_if<Refusal>(&outcome);
    return refusal ? refusal->code + ": " + refusal->message : "";
  }

 private:
  ServiceHandler handler_;
};

const std::string kNovember = R"("TimePeriod":{"Start":"2026-11-01","End":"2026-12-01"})";
const std::string kDaily = R"("Granularity":"DAILY","Metrics":["UnblendedCost","UsageQuantity"])";

TEST(LocalCostExplorer, NamesClaudeAsMarketplaceDoesAndSaysThatItIsNotAws) {
  Service costs(cost_explorer());
  const Json found = costs.answer("GetDimensionValues", "{" + kNovember + R"(,"Dimension":"SERVICE"})");
  std::string names;
  for (const Json& value : found["DimensionValues"].items()) names += value["Value"].string_or("") + "\n";
  EXPECT_THAT(names, HasSubstr("Claude Opus 5.5 (Amazon Bedrock Edition)\n"));
  EXPECT_THAT(names, HasSubstr("Claude 4.6 Sonnet (Amazon Bedrock Edition)\n"));
  EXPECT_THAT(names, HasSubstr("sample data of claude-bedrock local"));
  EXPECT_EQ(found["TotalSize"].as_int64(), static_cast<std::int64_t>(found["DimensionValues"].size()));
}

TEST(LocalCostExplorer, GivesTheSameCostsForTheSameDaysAndNoneForTomorrow) {
  const std::string usage = "{" + kNovember + "," + kDaily + "}";
  Service costs(cost_explorer());
  const Json first = costs.answer("GetCostAndUsage", usage);
  EXPECT_EQ(first, Service(cost_explorer()).answer("GetCostAndUsage", usage));
  ASSERT_EQ(first["ResultsByTime"].size(), 30u);
  const std::string whole = first["ResultsByTime"][26]["Total"]["UnblendedCost"]["Amount"].string_or("");
  const std::string today = first["ResultsByTime"][29]["Total"]["UnblendedCost"]["Amount"].string_or("");
  EXPECT_LT(std::stod(today), std::stod(whole)) << "today is not over";
  EXPECT_TRUE(first["ResultsByTime"][0]["Estimated"].as_bool().value_or(false));
}

TEST(LocalCostExplorer, GivesAllGroupsOverPages) {
  Service costs(cost_explorer());
  const std::string grouped =
      R"("TimePeriod":{"Start":"2026-09-01","End":"2026-12-01"},)" + kDaily +
      R"(,"GroupBy":[{"Type":"DIMENSION","Key":"SERVICE"},{"Type":"DIMENSION","Key":"USAGE_TYPE"}])";
  Json page = costs.answer("GetCostAndUsage", "{" + grouped + "}");
  std::size_t groups = 0;
  int pages = 1;
  for (;; ++pages) {
    for (const Json& result : page["ResultsByTime"].items()) groups += result["Groups"].size();
    const std::string token = page["NextPageToken"].string_or("");
    if (token.empty()) break;
    page = costs.answer("GetCostAndUsage", "{" + grouped + R"(,"NextPageToken":")" + token + R"("})");
  }
  EXPECT_GT(pages, 1);
  EXPECT_EQ(groups, 11u * 91 + 3) << "eleven kinds a day, and one that is new";
}

TEST(LocalCostExplorer, IsAsStrictAsAws) {
  Service costs(cost_explorer());
  const auto usage = [&](const std::string& members) {
    return costs.refusal("GetCostAndUsage", "{" + members + "}");
  };
  EXPECT_THAT(usage(kDaily), HasSubstr("ValidationException: TimePeriod"));
  EXPECT_THAT(usage(R"("TimePeriod":{"Start":"2026-11-01","End":"2026-11-01"},)" + kDaily),
              HasSubstr("before end date"));
  EXPECT_THAT(usage(R"("TimePeriod":{"Start":"2026-11-01","End":"2026-12-02"},)" + kDaily),
              HasSubstr("past the beginning of next month"));
  EXPECT_THAT(usage(R"("TimePeriod":{"Start":"2025-09-30","End":"2026-11-02"},)" + kDaily),
              HasSubstr("14 months"));
  EXPECT_THAT(usage(kNovember + R"(,"Granularity":"DAILY","Metrics":["UNBLENDED_COST"])"),
              HasSubstr("Invalid metric"));
  EXPECT_THAT(usage(kNovember + R"(,"Granularity":"daily","Metrics":["UnblendedCost"])"),
              HasSubstr("Granularity"));
  const std::string group = R"({"Type":"DIMENSION","Key":"SERVICE"})";
  EXPECT_THAT(usage(kNovember + "," + kDaily + R"(,"GroupBy":[)" + group + "," + group + "," + group + "]"),
              HasSubstr("restricted to 2"));
  EXPECT_THAT(usage(kNovember + "," + kDaily + R"(,"Filter":{"And":[]})"), HasSubstr("two sub-expressions"));
  EXPECT_THAT(usage(kNovember + "," + kDaily + R"(,"Filter":{"Dimensions":{"Key":"SERVICE","Values":[]}})"),
              HasSubstr("must not be empty"));
  EXPECT_THAT(usage(kNovember + "," + kDaily + R"(,"NextPageToken":"x")"),
              HasSubstr("InvalidNextTokenException"));
  EXPECT_THAT(costs.refusal("GetAnomalies", "{}"), HasSubstr("UnknownOperationException"));
}

TEST(LocalCostExplorer, ForecastsFromTodayInCapitals) {
  Service costs(cost_explorer());
  const auto forecast = [](const std::string& start, const std::string& rest) {
    return R"({"TimePeriod":{"Start":")" + start + R"(","End":"2027-01-01"},"Granularity":"MONTHLY",)" +
           rest + "}";
  };
  const Json found = costs.answer("GetCostForecast", forecast("2026-11-30", R"("Metric":"UNBLENDED_COST")"));
  ASSERT_EQ(found["ForecastResultsByTime"].size(), 2u);
  EXPECT_EQ(found["ForecastResultsByTime"][1]["TimePeriod"]["Start"].string_or(""), "2026-12-01");
  EXPECT_THAT(costs.refusal("GetCostForecast", forecast("2026-11-29", R"("Metric":"UNBLENDED_COST")")),
              HasSubstr("before the current date"));
  EXPECT_THAT(costs.refusal("GetCostForecast", forecast("2026-11-30", R"("Metric":"UnblendedCost")")),
              HasSubstr("Invalid metric"));
  EXPECT_THAT(costs.refusal("GetCostForecast",
                            forecast("2026-11-30",
                                     R"json("Metric":"UNBLENDED_COST","Filter":{"Dimensions":{"Key":"SERVICE",
                              "Values":["Claude Fable 5.2 (Amazon Bedrock Edition)"]}})json")),
              HasSubstr("DataUnavailableException: Insufficient amount of historical data"));
}

TEST(LocalCostExplorer, FiltersByServiceKindAndTag) {
  Service costs(cost_explorer());
  const auto values = [&](const std::string& filter, const std::string& dimension) {
    return costs
        .answer("GetDimensionValues", "{" + kNovember + R"(,"Dimension":")" + dimension + R"(","Filter":)" +
                                          filter + "}")["DimensionValues"]
        .size();
  };
  EXPECT_EQ(values(R"({"Dimensions":{"Key":"SERVICE","Values":["Amazon Bedrock"]}})", "USAGE_TYPE"), 1u)
      << "nothing of Claude";
  EXPECT_EQ(values(R"({"Tags":{"Key":"team","Values":["support"]}})", "SERVICE"), 1u);
  EXPECT_EQ(values(R"({"Not":{"Dimensions":{"Key":"RECORD_TYPE","Values":["Usage"]}}})", "SERVICE"), 1u);
  EXPECT_EQ(costs.answer("GetTags", "{" + kNovember + "}")["Tags"], *Json::parse(R"(["team"])"));
  EXPECT_EQ(costs.answer("GetTags", "{" + kNovember + R"(,"TagKey":"team"})")["Tags"],
            *Json::parse(R"(["","search","support"])"));
}

const std::string kBudget = R"({"BudgetName":"claude","BudgetType":"COST","TimeUnit":"MONTHLY",
  "BudgetLimit":{"Amount":"250","Unit":"USD"},"Metrics":["UnblendedCost"],
  "FilterExpression":{"Dimensions":{"Key":"SERVICE","Values":["Amazon Bedrock"]}}})";
const std::string kAlert = R"("Notification":{"NotificationType":"ACTUAL","ComparisonOperator":"GREATER_THAN",
  "Threshold":80,"ThresholdType":"PERCENTAGE"})";

std::string of_account(const std::string& members) {
  return R"({"AccountId":"000000000000",)" + members + "}";
}

TEST(LocalBudgets, KeepABudgetWithItsAlerts) {
  Service service(budgets());
  const std::string create =
      of_account(R"("Budget":)" + kBudget + R"(,"NotificationsWithSubscribers":[{)" + kAlert +
                 R"(,"Subscribers":[{"SubscriptionType":"EMAIL","Address":"a@example.com"}]}])");
  service.answer("CreateBudget", create);
  EXPECT_THAT(service.refusal("CreateBudget", create), HasSubstr("DuplicateRecordException"));

  const std::string name = R"("BudgetName":"claude")";
  const Json plain = service.answer("DescribeBudget", of_account(name))["Budget"];
  EXPECT_FALSE(plain.contains("FilterExpression")) << "only if it is asked for";
  EXPECT_GT(std::stod(plain["CalculatedSpend"]["ActualSpend"]["Amount"].string_or("0")), 0);
  EXPECT_TRUE(service.answer("DescribeBudget", of_account(name + R"(,"ShowFilterExpression":true)"))["Budget"]
                  .contains("FilterExpression"));
  EXPECT_EQ(service.answer("DescribeNotificationsForBudget", of_account(name))["Notifications"].size(), 1u);
  std::string as_told = kAlert;
  as_told.insert(as_told.rfind('}'), R"(,"NotificationState":"OK")");
  EXPECT_EQ(service
                .answer("DescribeSubscribersForNotification",
                        of_account(name + "," + as_told))["Subscribers"][0]["Address"]
                .string_or(""),
            "a@example.com");
  service.answer("DeleteBudget", of_account(name));
  EXPECT_THAT(service.refusal("DescribeBudget", of_account(name)), HasSubstr("NotFoundException"));
}

/// The states of a quarter's alerts, the costs of what the filter lets through being about 2.30 so far, and 3.50 at
/// its end.
std::string states_of(const std::string& alerts, const std::string& service = "Amazon Bedrock") {
  Service budgets_service(budgets());
  budgets_service.answer(
      "CreateBudget",
      of_account(R"("Budget":{"BudgetName":"claude","BudgetType":"COST","TimeUnit":"QUARTERLY",)"
                 R"("BudgetLimit":{"Amount":"3","Unit":"USD"},"Metrics":["UnblendedCost"],)"
                 R"("FilterExpression":{"Dimensions":{"Key":"SERVICE","Values":[")" +
                 service + R"("]}}},"NotificationsWithSubscribers":[)" + alerts + "]"));
  std::string states;
  const Json told =
      budgets_service.answer("DescribeNotificationsForBudget", of_account(R"("BudgetName":"claude")"));
  for (const Json& notification : told["Notifications"].items())
    states += notification["NotificationState"].string_or("") + " ";
  return states;
}

std::string alert(const std::string& type, const std::string& comparison, const std::string& rest) {
  return R"({"Notification":{"NotificationType":")" + type + R"(","ComparisonOperator":")" + comparison +
         R"(","Threshold":)" + rest +
         R"(},"Subscribers":[{"SubscriptionType":"EMAIL","Address":"a@example.com"}]})";
}

TEST(LocalBudgets, AlertsAlarmWhenWhatIsSpentOrForecastIsPastTheThreshold) {
  EXPECT_EQ(states_of(alert("ACTUAL", "GREATER_THAN", "50") + "," + alert("ACTUAL", "GREATER_THAN", "100")),
            "ALARM OK ");
  EXPECT_EQ(states_of(alert("FORECASTED", "GREATER_THAN", "100") + "," +
                      alert("FORECASTED", "GREATER_THAN", R"(200,"ThresholdType":"PERCENTAGE")")),
            "ALARM OK ");
  EXPECT_EQ(states_of(alert("ACTUAL", "GREATER_THAN", R"(10,"ThresholdType":"ABSOLUTE_VALUE")") + "," +
                      alert("ACTUAL", "LESS_THAN", R"(10,"ThresholdType":"ABSOLUTE_VALUE")")),
            "OK ALARM ");
  EXPECT_EQ(states_of(alert("ACTUAL", "GREATER_THAN", "0") + "," + alert("FORECASTED", "GREATER_THAN", "0"),
                      "Claude Fable 5.2 (Amazon Bedrock Edition)"),
            "ALARM OK ")
      << "three days are too few for a forecast";
}

TEST(LocalBudgets, AreListedInPages) {
  Service service(budgets());
  for (const char* name : {"a", "b", "c"}) {
    std::string budget = kBudget;
    budget.replace(budget.find("claude"), 6, name);
    service.answer("CreateBudget", of_account(R"("Budget":)" + budget));
  }
  const Json first = service.answer("DescribeBudgets", of_account(R"("MaxResults":2)"));
  EXPECT_EQ(first["Budgets"].size(), 2u);
  const Json second = service.answer(
      "DescribeBudgets",
      of_account(R"("MaxResults":2,"NextToken":")" + first["NextToken"].string_or("") + R"(")"));
  EXPECT_EQ(second["Budgets"].size(), 1u);
  EXPECT_FALSE(second.contains("NextToken"));
  EXPECT_THAT(service.refusal("DescribeBudgets", of_account(R"("NextToken":"x")")),
              HasSubstr("InvalidNextToken"));
}

TEST(LocalBudgets, AreAsStrictAsAws) {
  const auto refusal = [](std::string_view from, std::string_view to) {
    std::string budget = kBudget;
    const std::size_t at = budget.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return Service(budgets()).refusal("CreateBudget",
                                      of_account(R"("Budget":)" + budget.replace(at, from.size(), to)));
  };
  EXPECT_THAT(refusal("claude", "a:b"), HasSubstr("BudgetName"));
  EXPECT_THAT(refusal("claude", "a/action/b"), HasSubstr("BudgetName"));
  EXPECT_THAT(refusal("MONTHLY", "WEEKLY"), HasSubstr("TimeUnit"));
  EXPECT_THAT(refusal("250", "-1"), HasSubstr("BudgetLimit"));
  EXPECT_THAT(refusal(R"(["UnblendedCost"])", R"(["UnblendedCost","BlendedCost"])"), HasSubstr("one metric"));
  EXPECT_THAT(refusal(R"("Metrics":["UnblendedCost"])", R"("CostFilters":{"Service":["x"]})"),
              HasSubstr("do not go with"));
  EXPECT_THAT(Service(budgets()).refusal("DescribeBudgets", R"({"AccountId":"123456789012"})"),
              HasSubstr("AccessDeniedException"));
  std::string eleven;
  for (int i = 0; i < 11; ++i)
    eleven += std::string(i ? "," : "") + R"({"SubscriptionType":"EMAIL","Address":"a@example.com"})";
  EXPECT_THAT(
      Service(budgets()).refusal(
          "CreateBudget", of_account(R"("Budget":)" + kBudget + R"(,"NotificationsWithSubscribers":[{)" +
                                     kAlert + R"(,"Subscribers":[)" + eleven + "]}]")),
      HasSubstr("10 e-mail"));
}

TEST(LocalPriceList, IsForEverybodyAndSaysThatItIsNotAws) {
  Request request;
  request.method = "GET";
  request.target = "/offers/v1.0/aws/AmazonBedrockFoundationModels/current/eu-north-1/index.json";
  const auto answer = answer_price_list(request);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 200);
  const auto list = Json::parse(answer->body);
  ASSERT_TRUE(list);
  EXPECT_THAT((*list)["disclaimer"].string_or(""), HasSubstr("not AWS's"));
  EXPECT_GT((*list)["products"].size(), 20u);
  request.target = "/offers/v1.0/aws/AmazonEC2/current/index.json";
  EXPECT_EQ(answer_price_list(request)->status, 403);
  request.target = "/foundation-models";
  EXPECT_FALSE(answer_price_list(request));
}

}  // namespace
}  // namespace anthropic::internal::local
