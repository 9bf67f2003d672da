#include <anthropic/operations/metrics.hpp>

#include "base/time/time_format.hpp"
#include "operations/metrics/periods.hpp"
#include "support/service_test.hpp"

namespace anthropic::internal {
namespace {

using namespace std::chrono_literals;
using operations::bedrock_metrics;
using operations::BedrockMetricsOptions;
using operations::ModelMetrics;
using operations::QuotaScope;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char* kHaiku = "anthropic.claude-haiku-4-5-20251001-v1:0";

std::string metric_json(std::string_view name, std::string_view id, std::string_view more_dimensions = {}) {
  const std::string dimension =
      name.starts_with("Inference") || name.starts_with("Total") ? "Model" : "ModelId";
  return R"({"MetricName":")" + std::string(name) + R"(","Namespace":"n","Dimensions":[{"Name":")" +
         dimension + R"(","Value":")" + std::string(id) + R"("})" + std::string(more_dimensions) + "]}";
}

/// CloudWatch as a function: each metric of each id is worth something, at the hour before the fake world's noon.
class MetricsTest : public aws::ServiceTest {
 protected:
  MetricsTest() {
    fake_.transport->answer_with([this](const testing::FakeRequest& request) { return answer_of(request); });
  }

  /// `value` once in the period that begins an hour ago.
  void has(const std::string& metric, const std::string& id, std::map<std::string, double> by_stat,
           const std::string& more_dimensions = {}) {
    values_[{metric, id}] = std::move(by_stat);
    auto& list = metric.starts_with("Inference") || metric.starts_with("Total") ? mantle_ : runtime_;
    list += (list.empty() ? "" : ",") + metric_json(metric, id, more_dimensions);
  }

  testing::FakeAnswer answer_of(const testing::FakeRequest& request) {
    const Json body = Json::parse(request.body).value_or(Json());
    const std::string target = request.header("x-amz-target");
    if (target.ends_with("ListMetrics"))
      return text(R"({"Metrics":[)" +
                  (body["Namespace"].string_or("") == "AWS/Bedrock" ? runtime_ : mantle_) + "]}");
    if (target.ends_with("GetMetricData")) return text(metric_data(body));
    if (request.url.find("/inference-profiles") != std::string::npos) return text(profiles_);
    return {.status = 400};
  }
  static testing::FakeAnswer text(std::string body) {
    testing::FakeAnswer answer{.status = 200};
    answer.pieces.push_back(std::move(body));
    return answer;
  }

  /// Each value in a minute of its own, from an hour ago on.
  Json minutes_json(const Json& id, const std::vector<double>& values) {
    Json times = Json::array(), list = Json::array();
    auto at = std::chrono::duration_cast<std::chrono::seconds>((now() - 1h).time_since_epoch()).count();
    for (const double value : values) {
      times.push_back(at);
      list.push_back(value);
      at += 60;
    }
    return Json::object({{"Id", id},
                         {"Timestamps", std::move(times)},
                         {"Values", std::move(list)},
                         {"StatusCode", "Complete"}});
  }

  std::string metric_data(const Json& body) {
    queries_ += body["MetricDataQueries"].size();
    Json results = Json::array();
    const auto at = std::chrono::duration_cast<std::chrono::seconds>((now() - 1h).time_since_epoch()).count();
    for (const Json& query : body["MetricDataQueries"].items()) {
      const Json& stat = query["MetricStat"];
      const std::string metric = stat["Metric"]["MetricName"].string_or("");
      seconds_[metric] = stat["Period"].as_int64().value_or(0);
      if (const auto minutes = by_minute_.find(metric); minutes != by_minute_.end()) {
        results.push_back(minutes_json(query["Id"], minutes->second));
        continue;
      }
      const auto& by_stat = values_[{stat["Metric"]["MetricName"].string_or(""),
                                     stat["Metric"]["Dimensions"][0]["Value"].string_or("")}];
      const auto value = by_stat.find(stat["Stat"].string_or(""));
      if (value == by_stat.end()) continue;
      results.push_back(Json::object({{"Id", query["Id"]},
                                      {"Timestamps", Json::array({at})},
                                      {"Values", Json::array({value->second})},
                                      {"StatusCode", "Complete"}}));
    }
    return Json::object({{"MetricDataResults", std::move(results)}, {"Messages", messages_}}).dump();
  }

  SystemTime now() const { return fake_.clock->now(); }

  std::map<std::pair<std::string, std::string>, std::map<std::string, double>> values_;
  std::map<std::string, std::vector<double>> by_minute_;
  std::map<std::string, std::int64_t> seconds_;  // of a metric's periods
  std::string runtime_, mantle_, profiles_ = R"({"inferenceProfileSummaries":[]})";
  Json messages_ = Json::array();
  std::size_t queries_ = 0;
};

TEST_F(MetricsTest, AddsUpEveryIdOfAModel) {
  const std::string plain = kHaiku, us = "us." + plain;
  has("Invocations", plain, {{"Sum", 3}});
  has("Invocations", us, {{"Sum", 4}});
  has("InvocationThrottles", us, {{"Sum", 2}});
  has("InvocationLatency", plain, {{"Sum", 3'000}, {"SampleCount", 3}, {"p50", 900}, {"p99", 1'500}});
  has("InvocationLatency", us, {{"Sum", 8'000}, {"SampleCount", 4}, {"p50", 1'800}});
  has("EstimatedTPMQuotaUsage", us, {{"Sum", 1'200}});
  const auto metrics = bedrock_metrics(session(), {.period = 1h});
  ASSERT_TRUE(metrics) << metrics.error().to_string();
  ASSERT_EQ(metrics->models.size(), 1u);
  const ModelMetrics& haiku = metrics->models[0];
  EXPECT_EQ(haiku.endpoint, "bedrock-runtime");
  EXPECT_EQ(haiku.model, kHaiku);
  EXPECT_EQ(haiku.name, "Claude Haiku 4.5");
  EXPECT_EQ(haiku.total.invocations, 7);
  EXPECT_EQ(haiku.total.throttles, 2);
  EXPECT_DOUBLE_EQ(haiku.total.mean_latency_ms().value_or(0), 11'000.0 / 7);
  EXPECT_EQ(haiku.total.mean_first_token_ms(), std::nullopt);
  ASSERT_EQ(haiku.ids.size(), 2u);
  EXPECT_EQ(haiku.ids[0].id, plain);
  EXPECT_EQ(haiku.ids[0].latency_ms.p50, 900);
  EXPECT_EQ(haiku.ids[0].latency_ms.p99, 1'500);
  EXPECT_EQ(haiku.ids[1].latency_ms.p50, 1'800) << "percentiles are not added up";
  EXPECT_EQ(haiku.ids[1].latency_ms.p99, std::nullopt);
  EXPECT_DOUBLE_EQ(haiku.ids[1].busiest_quota_tokens_per_minute, 1'200) << "all in one minute";

  ASSERT_EQ(metrics->times.size(), 24u);
  ASSERT_EQ(haiku.periods.size(), 24u);
  EXPECT_EQ(metrics->times[23], now() - 1h);
  EXPECT_EQ(haiku.periods[23].invocations, 7);
  EXPECT_EQ(haiku.periods[22].invocations, 0);
  EXPECT_THAT(metrics->notes, IsEmpty());
}

TEST_F(MetricsTest, KnowsBothNamesOfTheCachesMetrics) {
  has("InputTokenCount", kHaiku, {{"Sum", 10}});
  has("CacheReadInputTokenCount", kHaiku, {{"Sum", 100}});
  has("CacheReadInputTokens", kHaiku, {{"Sum", 1}});
  has("CacheWriteInputTokens", kHaiku, {{"Sum", 50}});
  const auto metrics = bedrock_metrics(session());
  ASSERT_TRUE(metrics) << metrics.error().to_string();
  ASSERT_EQ(metrics->models.size(), 1u);
  EXPECT_EQ(metrics->models[0].total.cache_read_tokens, 101);
  EXPECT_EQ(metrics->models[0].total.cache_write_tokens, 50);
  EXPECT_EQ(metrics->models[0].total.total_input_tokens(), 161);
}

TEST_F(MetricsTest, MantleHasItsOwnNames) {
  has("Invocations", kHaiku, {{"Sum", 1}});
  has("Inferences", "anthropic.claude-haiku-4-5", {{"Sum", 5}});
  has("TotalInputTokens", "anthropic.claude-haiku-4-5", {{"Sum", 70}});
  const auto metrics = bedrock_metrics(session());
  ASSERT_TRUE(metrics) << metrics.error().to_string();
  ASSERT_EQ(metrics->models.size(), 2u);
  EXPECT_EQ(metrics->models[0].endpoint, "bedrock-mantle");
  EXPECT_EQ(metrics->models[0].model, kHaiku);
  EXPECT_EQ(metrics->models[0].total.invocations, 5);
  EXPECT_EQ(metrics->models[0].total.input_tokens, 70);
  EXPECT_EQ(metrics->models[1].endpoint, "bedrock-runtime");
}

TEST_F(MetricsTest, TakesAMetricOnceWhateverItsDimensions) {
  has("Invocations", kHaiku, {{"Sum", 3}});
  runtime_ += "," + metric_json("Invocations", kHaiku, R"(,{"Name":"ServiceTier","Value":"flex"})");
  const auto metrics = bedrock_metrics(session());
  ASSERT_TRUE(metrics);
  EXPECT_EQ(metrics->models.at(0).total.invocations, 3);
}

TEST_F(MetricsTest, LeavesOtherModelsOut) {
  has("Invocations", "amazon.nova-pro-v1:0", {{"Sum", 9}});
  has("Invocations", "us.anthropic.claude-next-9-v1:0", {{"Sum", 2}});
  has("Invocations", kHaiku, {{"Sum", 1}});
  const auto metrics = bedrock_metrics(session());
  ASSERT_TRUE(metrics);
  ASSERT_EQ(metrics->models.size(), 2u);
  EXPECT_EQ(metrics->models[0].model, "us.anthropic.claude-next-9-v1:0") << "a Claude that the table lacks";

  const auto haiku = bedrock_metrics(session(), {.model = "claude-haiku-4-5"});
  ASSERT_TRUE(haiku);
  ASSERT_EQ(haiku->models.size(), 1u);
  EXPECT_EQ(haiku->models[0].total.invocations, 1);
}

TEST_F(MetricsTest, RefusesWhatIsNoModel) {
  has("Invocations", kHaiku, {{"Sum", 1}});
  const auto refusal_of = [this](const std::string& model) {
    const auto metrics = bedrock_metrics(session(), {.model = model});
    EXPECT_FALSE(metrics) << model;
    if (metrics) return std::string();
    EXPECT_EQ(metrics.error().kind, ErrorKind::bad_request);
    return metrics.error().message + " / " + metrics.error().hint;
  };
  EXPECT_THAT(refusal_of("nonsense"),
              HasSubstr("\"nonsense\" is no model that this library knows / `claude"));
  EXPECT_THAT(refusal_of("claude-hiku-4-5"), HasSubstr("Did you mean \"claude-haiku-4-5"));
  EXPECT_THAT(refusal_of("us.anthropic.claude-hiku-4-5"), HasSubstr("Did you mean \"anthropic.claude-haiku"));
  for (const char* may_exist : {"arn:aws:bedrock:us-east-1:1:application-inference-profile/abc123def456",
                                "abc123def456", "us.anthropic.claude-next-9-v1:0"}) {
    const auto metrics = bedrock_metrics(session(), {.model = may_exist});
    ASSERT_TRUE(metrics) << metrics.error().to_string();
    EXPECT_THAT(metrics->models, IsEmpty());
  }
}

TEST_F(MetricsTest, TakesWhatCloudWatchHasForAModel) {
  has("Invocations", "nonsense", {{"Sum", 6}});
  const auto metrics = bedrock_metrics(session(), {.model = "nonsense"});
  ASSERT_TRUE(metrics) << metrics.error().to_string();
  EXPECT_EQ(metrics->models.at(0).total.invocations, 6);
}

TEST_F(MetricsTest, NamesTheModelsOfApplicationProfiles) {
  has("Invocations", "abc123def456", {{"Sum", 6}});
  has("Invocations", kHaiku, {{"Sum", 1}});
  profiles_ = R"({"inferenceProfileSummaries":[{"inferenceProfileId":"abc123def456","type":"APPLICATION",
    "inferenceProfileArn":"arn:aws:bedrock:us-east-1:1:application-inference-profile/abc123def456",
    "models":[{"modelArn":"arn:aws:bedrock:us-east-1::foundation-model/)" +
              std::string(kHaiku) + R"("}]}]})";
  const auto metrics = bedrock_metrics(session());
  ASSERT_TRUE(metrics) << metrics.error().to_string();
  ASSERT_EQ(metrics->models.size(), 1u);
  EXPECT_EQ(metrics->models[0].total.invocations, 7);
}

TEST_F(MetricsTest, SaysSoWhereProfilesCannotBeListed) {
  has("Invocations", "abc123def456", {{"Sum", 6}});
  profiles_ = "rubbish";
  const auto metrics = bedrock_metrics(session());
  ASSERT_TRUE(metrics);
  EXPECT_THAT(metrics->models, IsEmpty());
  EXPECT_THAT(metrics->notes, ElementsAre(HasSubstr("Application inference profiles are missing")));
}

TEST_F(MetricsTest, HandsOnWhatCloudWatchSays) {
  has("Invocations", kHaiku, {{"Sum", 1}});
  messages_ = Json::array({Json::object({{"Code", "c"}, {"Value", "sample data"}})});
  const auto metrics = bedrock_metrics(session(), {.since = now() - 15 * 24h});
  ASSERT_TRUE(metrics);
  EXPECT_THAT(metrics->notes, ElementsAre("sample data", HasSubstr("last two weeks")));
}

TEST_F(MetricsTest, AsksForFiveHundredMetricsAtATime) {
  for (int i = 0; i < 60; ++i)
    has("InvocationLatency", "us.anthropic.claude-new-" + std::to_string(i),
        {{"Sum", 1}, {"SampleCount", 1}});
  for (int i = 0; i < 60; ++i)
    has("Invocations", "us.anthropic.claude-new-" + std::to_string(i), {{"Sum", i + 1.0}});
  for (int i = 0; i < 60; ++i)
    has("TimeToFirstToken", "us.anthropic.claude-new-" + std::to_string(i), {{"p50", i + 1.0}});
  const auto metrics = bedrock_metrics(session());
  ASSERT_TRUE(metrics) << metrics.error().to_string();
  EXPECT_EQ(queries_, 60u * (5 + 1 + 5));
  EXPECT_EQ(requests_sent(), 2u + 2u);
  ASSERT_EQ(metrics->models.size(), 60u);
  EXPECT_EQ(metrics->models[0].total.invocations, 60);
  EXPECT_EQ(metrics->models[0].ids.at(0).first_token_ms.p50, 60);
}

TEST_F(MetricsTest, AFailureIsTheFailureOfTheWhole) {
  fake_.transport->answer(403, R"({"message":"no"})", {{"x-amzn-errortype", "AccessDenied"}});
  const auto metrics = bedrock_metrics(session());
  ASSERT_FALSE(metrics);
  EXPECT_EQ(metrics.error().kind, ErrorKind::permission_denied);
}

std::vector<aws::ServiceQuota> quotas_named(const std::vector<std::pair<std::string, double>>& named) {
  std::vector<aws::ServiceQuota> quotas;
  for (const auto& [name, value] : named) quotas.push_back({.quota_name = name, .value = value});
  return quotas;
}

TEST_F(MetricsTest, TheBusiestMinuteIsOfAllIdsThatShareAQuota) {
  const std::string us = "us." + std::string(kHaiku), global = "global." + std::string(kHaiku);
  has("EstimatedTPMQuotaUsage", us, {});
  has("EstimatedTPMQuotaUsage", "abc123def456", {});
  has("EstimatedTPMQuotaUsage", global, {});
  has("Invocations", us, {{"Sum", 1}});
  profiles_ = R"({"inferenceProfileSummaries":[{"inferenceProfileId":"abc123def456","type":"APPLICATION",
    "inferenceProfileArn":"arn:aws:bedrock:us-east-1:1:application-inference-profile/abc123def456",
    "models":[{"modelArn":"arn:aws:bedrock:us-east-1::foundation-model/)" +
              std::string(kHaiku) + R"("},{"modelArn":"arn:aws:bedrock:us-west-2::foundation-model/)" +
              kHaiku + R"("}]}]})";
  by_minute_["EstimatedTPMQuotaUsage"] = {100, 500, 300};
  const auto metrics = bedrock_metrics(session(), {.period = 1h});
  ASSERT_TRUE(metrics) << metrics.error().to_string();
  EXPECT_EQ(seconds_["EstimatedTPMQuotaUsage"], 60) << "an hour's mean is no peak";
  EXPECT_EQ(seconds_["Invocations"], 3'600);
  ASSERT_EQ(metrics->models.size(), 1u);
  const ModelMetrics& haiku = metrics->models[0];
  EXPECT_EQ(haiku.total.quota_tokens, 3 * 900);
  ASSERT_EQ(haiku.quota_peaks.size(), 2u);
  EXPECT_EQ(haiku.quota_peaks[0].scope, QuotaScope::cross_region);
  EXPECT_EQ(haiku.quota_peaks[0].tokens_per_minute, 1'000) << "the profile's and the application's";
  EXPECT_EQ(haiku.quota_peaks[0].when, now() - 59min);
  ASSERT_EQ(haiku.quota_peaks[0].by_period.size(), 24u);
  EXPECT_EQ(haiku.quota_peaks[0].by_period[23], 1'000);
  EXPECT_EQ(haiku.quota_peaks[0].by_period[22], 0);
  EXPECT_EQ(haiku.quota_peaks[1].scope, QuotaScope::global);
  EXPECT_EQ(haiku.quota_peaks[1].tokens_per_minute, 500);

  const auto uses = quota_use(
      haiku,
      quotas_named({{"Cross-region model inference requests per minute for Anthropic Claude Haiku 4.5", 10},
                    {"Cross-region model inference tokens per minute for Anthropic Claude Haiku 4.5", 4'000},
                    {"Cross-region model inference tokens per minute for Anthropic Claude Sonnet 4.5", 1}}));
  ASSERT_EQ(uses.size(), 2u);
  EXPECT_EQ(uses[0].share(), 0.25);
  EXPECT_EQ(uses[1].share(), std::nullopt) << "Service Quotas lists none";
}

TEST_F(MetricsTest, MantlesQuotasAreOfTheInputAndOfTheOutput) {
  has("TotalInputTokens", "anthropic.claude-haiku-4-5", {});
  has("TotalOutputTokens", "anthropic.claude-haiku-4-5", {});
  by_minute_["TotalInputTokens"] = {100, 40};
  by_minute_["TotalOutputTokens"] = {1, 7};
  const auto metrics = bedrock_metrics(session());
  ASSERT_TRUE(metrics) << metrics.error().to_string();
  ASSERT_EQ(metrics->models.at(0).quota_peaks.size(), 2u);
  EXPECT_EQ(metrics->models[0].quota_peaks[0].scope, QuotaScope::mantle_input);
  EXPECT_EQ(metrics->models[0].quota_peaks[0].tokens_per_minute, 100);
  EXPECT_EQ(metrics->models[0].quota_peaks[1].scope, QuotaScope::mantle_output);
  EXPECT_EQ(metrics->models[0].quota_peaks[1].tokens_per_minute, 7);
}

TEST_F(MetricsTest, OfOldTimesTheBusiestMinuteIsAMean) {
  has("EstimatedTPMQuotaUsage", kHaiku, {});
  by_minute_["EstimatedTPMQuotaUsage"] = {500};
  const auto metrics = bedrock_metrics(session(), {.since = now() - 24h * 30});
  ASSERT_TRUE(metrics) << metrics.error().to_string();
  EXPECT_EQ(seconds_["EstimatedTPMQuotaUsage"], 300) << "CloudWatch has no minutes any more";
  EXPECT_EQ(metrics->models.at(0).quota_peaks.at(0).tokens_per_minute, 100);
}

TEST(QuotaUse, OfAQuotaThatIsNoneIsNotTold) {
  const operations::QuotaUse use{.peak = {.tokens_per_minute = 5},
                                 .quota = operations::ModelQuota{.value = 0}};
  EXPECT_EQ(use.share(), std::nullopt);
}

class PeriodsTest : public ::testing::Test {
 protected:
  Result<Periods> periods(SystemTime::duration ago, std::chrono::seconds length = 0s) const {
    return make_periods(now_ - ago, now_, length, now_);
  }
  std::string refusal(SystemTime::duration ago, std::chrono::seconds length) const {
    const auto made = periods(ago, length);
    EXPECT_FALSE(made);
    return made ? "" : made.error().message;
  }
  const SystemTime now_ = *parse_iso8601("2026-11-30T12:34:56Z");
};

TEST_F(PeriodsTest, AreChosenSoThatTheyCanBeSeenAndAreStillThere) {
  EXPECT_EQ(periods(1h)->length, 1min);
  EXPECT_EQ(periods(6h)->length, 5min);
  EXPECT_EQ(periods(24h)->length, 1h);
  EXPECT_EQ(periods(7 * 24h)->length, 3h);
  EXPECT_EQ(periods(90 * 24h)->length, 24h * 1);
  EXPECT_EQ(make_periods(now_ - 100 * 24h, now_ - 100 * 24h + 1h, 0s, now_)->length, 1h)
      << "CloudWatch has nothing finer";
}

TEST_F(PeriodsTest, BeginAtWholeOnes) {
  const auto hours = periods(2h, 1h);
  ASSERT_TRUE(hours);
  EXPECT_EQ(format_iso8601(hours->since), "2026-11-30T10:00:00Z");
  EXPECT_EQ(format_iso8601(hours->until), "2026-11-30T13:00:00Z");
  EXPECT_EQ(hours->count(), 3u);
  EXPECT_EQ(hours->times().size(), 3u);
}

TEST_F(PeriodsTest, ThatCannotBeAreRefused) {
  EXPECT_THAT(refusal(-1h, 0s), HasSubstr("is not before"));
  EXPECT_THAT(refusal(1h, 90s), HasSubstr("no multiple of a minute"));
  EXPECT_THAT(refusal(1h, 1s), HasSubstr("no multiple of a minute"));
  EXPECT_THAT(refusal(20 * 24h, 60s), HasSubstr("no periods of 60 s any more"));
  EXPECT_THAT(refusal(10 * 24h, 60s), HasSubstr("1440 are the most"));
}

}  // namespace
}  // namespace anthropic::internal
