#include <anthropic/operations/costs.hpp>

#include "base/time/time_format.hpp"
#include "support/service_test.hpp"

namespace anthropic::internal {
namespace {

using operations::CostsBy;
using operations::CostsInput;
using operations::UsageClass;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr const char* kOpus = "Claude Opus 5.5 (Amazon Bedrock Edition)";
const SystemTime kNow = *parse_iso8601("2026-11-30T12:00:00Z");

TEST(UsageClass, IsReadByTheWords) {
  const std::pair<const char*, UsageClass> cases[] = {
      {"USW2-MP:USW2_InputTokenCount-Units", UsageClass::input},
      {"USE1-MP:USE1_InputTokenCount_Global-Units", UsageClass::input},
      {"USE1-MP:USE1_input_tokens_global_standard-Units", UsageClass::input},
      {"USW2-MP:USW2_output_tokens_standard-Units", UsageClass::output},
      {"USE1-MP:USE1_ResponseTokenCount-Units", UsageClass::output},
      {"APN1-MP:APN1_MillionBatchInputTokens-Units", UsageClass::input},
      {"USE1-MP:USE1_CacheReadInputTokenCount-Units", UsageClass::cache_read},
      {"USE1-MP:USE1_CacheWrite1hInputTokenCount_Global-Units", UsageClass::cache_write},
      {"USE1-Claude4.6Sonnet-cache-read-input-token-count", UsageClass::cache_read},
      {"USE1-Claude4.6Sonnet-mantle-output-tokens-priority", UsageClass::output},
      {"USE1-MP:USE1_Reserved_1Month_InputTPM_Geo-Units", UsageClass::other},
      {"USE1-Guardrail-ContentPolicyUnitsConsumed", UsageClass::other},
      {"", UsageClass::other},
  };
  for (const auto& [usage_type, expected] : cases)
    EXPECT_EQ(operations::classify_usage_type(usage_type), expected) << usage_type;
}

TEST(BedrockServices, AreFoundByTheirNames) {
  EXPECT_TRUE(operations::is_bedrock_service(kOpus));
  EXPECT_TRUE(operations::is_bedrock_service("Amazon Bedrock"));
  EXPECT_FALSE(operations::is_bedrock_service("Amazon Simple Storage Service"));
  EXPECT_EQ(operations::model_of_service("Claude 4.6 Sonnet (Amazon Bedrock Edition)"), "Claude 4.6 Sonnet");
  EXPECT_EQ(operations::model_of_service("Amazon Bedrock"), "Amazon Bedrock");
}

class Costs : public internal::aws::ServiceTest {
 protected:
  void answer_services(const std::string& names) { answer(R"({"DimensionValues":[)" + names + "]}"); }
  void answer_claude() {
    answer_services(std::string(R"({"Value":"Amazon Simple Storage Service"},{"Value":"Amazon Bedrock"},)") +
                    R"({"Value":")" + kOpus + R"("})");
  }
  static std::string group(const std::string& first, const std::string& usage_type, const std::string& cost,
                           const std::string& quantity, const std::string& unit) {
    return R"({"Keys":[")" + first + R"(",")" + usage_type + R"("],"Metrics":{"UnblendedCost":{"Amount":")" +
           cost + R"(","Unit":"USD"},"UsageQuantity":{"Amount":")" + quantity + R"(","Unit":")" + unit +
           R"("}}})";
  }
  static std::string day(const std::string& start, const std::string& groups) {
    return R"({"TimePeriod":{"Start":")" + start + R"(","End":"x"},"Groups":[)" + groups + "]}";
  }
  void answer_days(const std::string& days, const std::string& next = {}) {
    answer(R"({"ResultsByTime":[)" + days + "]" +
           (next.empty() ? "" : R"(,"NextPageToken":")" + next + R"(")") + "}");
  }
  Result<operations::CostsOutput> read(const CostsInput& input, SystemTime now = kNow) {
    return operations::read_costs(aws::CostExplorer(session()), input, now);
  }
  const CostsInput month_{.since = "2026-11-01", .until = "2026-12-01"};
};

TEST_F(Costs, AreFoundUnderMarketplacesNamesAndAddedUpOverPages) {
  answer_claude();
  answer_days(
      day("2026-11-27", group(kOpus, "USE1-MP:USE1_InputTokenCount-Units", "0.10", "0.5", "1M tokens") + "," +
                            group(kOpus, "USE1-MP:USE1_OutputTokenCount-Units", "0.20", "0.01", "1M tokens")),
      "p2");
  answer_days(
      day("2026-11-27",
          group(kOpus, "USE1-MP:USE1_InputTokenCount_Global-Units", "0.03", "250000", "Tokens") + "," +
              group("Amazon Bedrock", "USE1-Guardrail-Units", "1.5", "10", "Units")) +
      "," +
      day("2026-11-29", group(kOpus, "USE1-MP:USE1_Reserved_1Month_InputTPM-Units", "7", "3", "Units")));
  const auto costs = read(month_);
  ASSERT_TRUE(costs) << costs.error().to_string();
  ASSERT_EQ(costs->rows.size(), 3u);
  EXPECT_EQ(costs->rows[0].time, "2026-11-27");
  EXPECT_EQ(costs->rows[0].name, "Amazon Bedrock") << "the dearest first";
  EXPECT_EQ(costs->rows[1].name, "Claude Opus 5.5");
  EXPECT_EQ(costs->rows[1].amount, "0.33");
  EXPECT_EQ(costs->rows[1].usage.at(UsageClass::input).at("tokens"), "750000");
  EXPECT_EQ(costs->rows[1].usage.at(UsageClass::output).at("tokens"), "10000");
  EXPECT_EQ(costs->rows[2].usage.at(UsageClass::other).at("Units"), "3");
  EXPECT_EQ(costs->total, "8.83");
  EXPECT_EQ(costs->currency, "USD");
  EXPECT_EQ(costs->requests, 3);
  EXPECT_THAT(costs->services, ElementsAre(kOpus, "Amazon Bedrock"));
  EXPECT_EQ(*Json::parse(sent(1).body)->find("Filter"),
            *Json::parse(R"json({"And":[{"Dimensions":{"Key":"SERVICE",
    "Values":["Claude Opus 5.5 (Amazon Bedrock Edition)","Amazon Bedrock"]}},
    {"Dimensions":{"Key":"RECORD_TYPE","Values":["Usage"]}}]})json"));
}

TEST_F(Costs, AreWholeOnceADayHasPassed) {
  answer_claude();
  std::string days;
  for (int i = 1; i <= 30; ++i) {
    const std::string date = "2026-11-" + std::string(i < 10 ? "0" : "") + std::to_string(i);
    days += (days.empty() ? "" : ",") +
            day(date, group(kOpus, "x_InputTokenCount", std::to_string(i), "1", "Units"));
  }
  answer_days(days);
  CostsInput input = month_;
  input.by = CostsBy::day;
  const auto costs = read(input);
  ASSERT_TRUE(costs) << costs.error().to_string();
  ASSERT_EQ(costs->days.size(), 30u);
  EXPECT_TRUE(costs->days[27].is_whole) << "the 28th has ended 36 hours ago";
  EXPECT_FALSE(costs->days[28].is_whole) << "the 29th, 12 hours ago";
  EXPECT_FALSE(costs->rows[29].is_whole);
  ASSERT_TRUE(costs->comparison);
  EXPECT_EQ(costs->comparison->days, 7);
  EXPECT_EQ(costs->comparison->after, std::to_string(22 + 23 + 24 + 25 + 26 + 27 + 28));
  EXPECT_EQ(costs->comparison->before, std::to_string(15 + 16 + 17 + 18 + 19 + 20 + 21));
}

TEST_F(Costs, OfMonthsAreWholeOnceTheirLastDayIs) {
  answer_claude();
  answer_days(day("2026-10-01", group(kOpus, "x_InputTokenCount", "1", "1", "Units")) + "," +
              day("2026-11-01", group(kOpus, "x_InputTokenCount", "2", "1", "Units")));
  const auto costs = read({.since = "2026-10-01", .until = "2026-12-01", .by = CostsBy::month});
  ASSERT_TRUE(costs) << costs.error().to_string();
  ASSERT_EQ(costs->rows.size(), 2u);
  EXPECT_EQ(costs->rows[0].time, "2026-10");
  EXPECT_TRUE(costs->rows[0].is_whole);
  EXPECT_FALSE(costs->rows[1].is_whole);
  EXPECT_FALSE(costs->comparison);
  EXPECT_EQ(last_body()["Granularity"].string_or(""), "MONTHLY");
}

TEST_F(Costs, ByTagHaveItsValueAndTheNameThatItStandsFor) {
  answer_claude();
  answer_days(day("2026-11-01", group("team$search", "x_InputTokenCount", "1", "1", "Units") + "," +
                                    group("team$", "x_InputTokenCount", "2", "1", "Units")));
  const auto costs = read({.since = "2026-11-01",
                           .until = "2026-12-01",
                           .by = CostsBy::tag,
                           .tag_key = "team",
                           .tag_names = {{"search", "search-profile"}}});
  ASSERT_TRUE(costs) << costs.error().to_string();
  ASSERT_EQ(costs->rows.size(), 2u);
  EXPECT_EQ(costs->rows[0].name, "");
  EXPECT_EQ(costs->rows[1].name, "search-profile");
  EXPECT_EQ(last_body()["GroupBy"],
            *Json::parse(R"([{"Type":"TAG","Key":"team"},{"Type":"DIMENSION","Key":"USAGE_TYPE"}])"));
}

TEST_F(Costs, ByATagThatNoneHasNameTheTagsThatThereAre) {
  answer_claude();
  answer_days(day("2026-11-01", group("team$", "x_InputTokenCount", "2", "1", "Units")));
  answer(R"({"Tags":["app","iamPrincipal/team"]})");
  const auto costs =
      read({.since = "2026-11-01", .until = "2026-12-01", .by = CostsBy::tag, .tag_key = "team"});
  ASSERT_TRUE(costs) << costs.error().to_string();
  EXPECT_THAT(costs->known_tags, ElementsAre("app", "iamPrincipal/team"));
  EXPECT_EQ(costs->requests, 3);
}

TEST_F(Costs, OfNobodyAreNothing) {
  answer_services(R"({"Value":"Amazon Simple Storage Service"})");
  const auto costs = read(month_);
  ASSERT_TRUE(costs) << costs.error().to_string();
  EXPECT_TRUE(costs->services.empty());
  EXPECT_TRUE(costs->rows.empty());
  EXPECT_EQ(costs->total, "0");
  EXPECT_EQ(costs->requests, 1);
}

TEST_F(Costs, AreForecastFromTodayOnAlsoOnTheLastDayOfAMonth) {
  answer_claude();
  answer_days("");
  answer(R"({"Total":{"Amount":"12.5","Unit":"USD"},"ForecastResultsByTime":[]})");
  CostsInput input = month_;
  input.forecast = true;
  const auto costs = read(input);
  ASSERT_TRUE(costs) << costs.error().to_string();
  ASSERT_TRUE(costs->forecast);
  EXPECT_EQ(costs->forecast->total.amount, "12.5");
  EXPECT_EQ(last_body()["TimePeriod"], *Json::parse(R"({"Start":"2026-11-30","End":"2027-01-01"})"));
  EXPECT_EQ(last_body()["Metric"].string_or(""), "UNBLENDED_COST");
}

TEST_F(Costs, OfANewAccountHaveNoForecast) {
  answer_claude();
  answer_days("");
  refuse(400, "DataUnavailableException", "Insufficient amount of historical data");
  CostsInput input = month_;
  input.forecast = true;
  const auto costs = read(input);
  ASSERT_TRUE(costs) << costs.error().to_string();
  EXPECT_FALSE(costs->forecast);
  ASSERT_TRUE(costs->no_forecast);
  EXPECT_THAT(costs->no_forecast->message, HasSubstr("historical data"));

  answer_claude();
  answer_days("");
  refuse(400, "AccessDeniedException", "no");
  EXPECT_FALSE(read(input)) << "that is a failure";
}

TEST_F(Costs, PagesThatGoInCirclesAreAnError) {
  answer_claude();
  answer_days("", "p");
  answer_days("", "p");
  const auto costs = read(month_);
  ASSERT_FALSE(costs);
  EXPECT_EQ(costs.error().kind, ErrorKind::response_validation);
}

TEST_F(Costs, OfNoTimeAreRefused) {
  for (const auto& [since, until] : {std::pair("", "2026-12-01"), std::pair("2026-11-31", "2026-12-01"),
                                     std::pair("2026-12-01", "2026-12-01"), std::pair("7d", "2026-12-01")}) {
    const auto costs = read({.since = since, .until = until});
    ASSERT_FALSE(costs) << since;
    EXPECT_EQ(costs.error().kind, ErrorKind::bad_request);
  }
  EXPECT_FALSE(read({.since = "2026-11-01", .until = "2026-12-01", .by = CostsBy::tag}));
  EXPECT_EQ(requests_sent(), 0u);
}

TEST_F(Costs, ByProfileAreByTheTagThatTellsProfilesApart) {
  answer(R"({"inferenceProfileSummaries":[
    {"inferenceProfileName":"search","inferenceProfileArn":"arn:1","type":"APPLICATION"},
    {"inferenceProfileName":"chat","inferenceProfileArn":"arn:2","type":"APPLICATION"},
    {"inferenceProfileName":"chat-test","inferenceProfileArn":"arn:3","type":"APPLICATION"}]})");
  answer(R"({"tags":[{"key":"app","value":"s"},{"key":"owner","value":"me"}]})");
  answer(R"({"tags":[{"key":"app","value":"c"},{"key":"owner","value":"me"}]})");
  answer(R"({"tags":[{"key":"app","value":"c"}]})");
  const auto tag = operations::find_profile_tag(aws::Bedrock(session()));
  ASSERT_TRUE(tag) << tag.error().to_string();
  EXPECT_EQ(tag->key, "app");
  EXPECT_EQ(tag->profiles, (std::map<std::string, std::string>{{"c", "chat, chat-test"}, {"s", "search"}}));
}

TEST_F(Costs, ByProfileNeedProfilesWithTags) {
  answer(R"({"inferenceProfileSummaries":[]})");
  const auto none = operations::find_profile_tag(aws::Bedrock(session()));
  ASSERT_FALSE(none);
  EXPECT_THAT(none.error().message, HasSubstr("no application inference profile"));
  answer(R"({"inferenceProfileSummaries":[{"inferenceProfileName":"a","inferenceProfileArn":"arn:1"}]})");
  answer(R"({"tags":[]})");
  const auto untagged = operations::find_profile_tag(aws::Bedrock(session()));
  ASSERT_FALSE(untagged);
  EXPECT_THAT(untagged.error().hint, HasSubstr("cost allocation tag"));
}

}  // namespace
}  // namespace anthropic::internal
