// What `metrics` and `logs` print, without a service.
#include <cmath>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sstream>

#include "base/time/time_format.hpp"
#include "cli/commands/logs/call_text.hpp"
#include "cli/commands/logs/query_table.hpp"
#include "cli/commands/metrics/metrics_report.hpp"
#include "cli/commands/metrics/metrics_text.hpp"

namespace anthropic::internal::cli {
namespace {

using namespace std::chrono_literals;
using ::testing::ContainsRegex;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

operations::BedrockMetrics sample() {
  const auto since = *parse_iso8601("2026-11-30T10:00:00Z");
  operations::ModelMetrics model{.endpoint = "bedrock-runtime",
                                 .model = "m",
                                 .name = "Claude M",
                                 .total = {.invocations = 3, .throttles = 1}};
  model.total.latency_ms = 1'500;
  model.total.latency_samples = 3;
  model.periods = {{.invocations = 3, .latency_ms = 1'500, .latency_samples = 3}, {}};
  model.model = "claude-haiku-4-5";
  model.quota_peaks = {
      {.scope = operations::QuotaScope::cross_region,
       .tokens_per_minute = 500,
       .when = since + 7min,
       .by_period = {500, 250}},
      {.scope = operations::QuotaScope::global, .tokens_per_minute = 9, .when = since, .by_period = {9, 0}}};
  model.ids = {{.id = "us.m", .total = {.invocations = 3}, .latency_ms = {.p50 = 400.4}}};
  return {.since = since,
          .until = since + 2h,
          .period = 1h,
          .times = {since, since + 1h},
          .models = {model},
          .notes = {"a note"}};
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

BedrockQuotas sample_quotas() {
  return {{.quota_code = "L-1",
           .quota_name = "Cross-region model inference tokens per minute for Anthropic Claude Haiku 4.5",
           .value = 4'000}};
}

TEST(MetricsText, HasALineForEachModelAndForEachId) {
  const std::string text = metrics_text(sample(), {}, "eu-west-1", TextStyle()).bytes();
  EXPECT_THAT(text, HasSubstr("eu-west-1, 2026-11-30T10:00:00Z to 2026-11-30T12:00:00Z, by 60 min\n"));
  EXPECT_THAT(text, HasSubstr("Claude M"));
  EXPECT_THAT(text, HasSubstr("500 ms"));
  EXPECT_THAT(text, HasSubstr("400 ms"));
  EXPECT_THAT(text, HasSubstr("us.m"));
}

TEST(MetricsText, SaysHowMuchOfEachQuotaWasUsed) {
  const auto lines = lines_of(metrics_text(sample(), sample_quotas(), "r", TextStyle()).bytes());
  const auto line = [&](std::string_view begin) {
    for (const std::string& one : lines) {
      if (one.starts_with(begin)) return one;
    }
    return std::string("no such line");
  };
  EXPECT_THAT(line("Claude M, cross-region"), ContainsRegex("2026-11-30T10:07:00Z +500 +4,000 +12.5 %"))
      << "the busiest minute";
  EXPECT_THAT(line("Claude M, global"), ContainsRegex(" 9 +- +-")) << "a quota that is not known";
}

TEST(MetricsJson, HasTheUseOfQuotas) {
  const Json uses = metrics_json(sample(), sample_quotas(), "r")["models"][0]["quota_use"];
  ASSERT_EQ(uses.size(), 2u);
  EXPECT_EQ(uses[0].dump(),
            R"({"scope":"cross-region","peak_tokens_per_minute":500,"peak_at":"2026-11-30T10:07:00Z",)"
            R"("quota_tokens_per_minute":4000,"quota_code":"L-1","share":0.125})");
  EXPECT_TRUE(uses[1]["share"].is_null());
}

TEST(MetricsText, SaysThatNothingWasMeasured) {
  operations::BedrockMetrics none = sample();
  none.models = {};
  EXPECT_THAT(metrics_text(none, {}, "r", TextStyle()).bytes(), HasSubstr("has measured no calls of Claude"));
}

TEST(MetricsReport, HasFiguresForEachPeriodAndNoneWhereNothingWasMeasured) {
  const Report report = metrics_report(sample(), sample_quotas(), "eu-west-1");
  EXPECT_THAT(report.notes, ElementsAre(HasSubstr("eu-west-1"), "a note"));
  ASSERT_FALSE(report.sections.empty());
  const Chart& calls = *report.sections.front().chart;
  EXPECT_THAT(calls.series.at(0).values, ElementsAre(3, 0));
  for (const ReportSection& section : report.sections) {
    if (section.chart->title == "Use of the quotas a minute") {
      ASSERT_EQ(section.chart->series.size(), 1u) << "one has no quota";
      EXPECT_THAT(section.chart->series[0].values, ElementsAre(12.5, 6.25));
      EXPECT_EQ(section.table->rows.size(), 2u);
    }
    if (section.chart->title != "Mean latency") continue;
    EXPECT_EQ(section.chart->series.at(0).values.at(0), 500);
    EXPECT_TRUE(std::isnan(section.chart->series.at(0).values.at(1)));
  }
}

TEST(CallLine, IsOneLineWhateverTheRecordSays) {
  operations::LoggedCall call{.model = "m\n\x1b[31m", .duration_ms = 12, .input_tokens = 3};
  call.error = "Throttling";
  call.error_message = "slow\ndown";
  call.metadata = {{"team", "a b"}};
  const std::string line = call_line(call);
  EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1);
  EXPECT_THAT(line, HasSubstr(" 12 ms in=3 team=a b ERROR Throttling: slow down"));
}

TEST(QueryTable, HasAColumnForEachFieldAndNumbersAtTheRight) {
  const std::vector<aws::QueryRow> rows = {{{"@timestamp", "1795348800000"}, {"calls", "3"}, {"@ptr", "x"}},
                                           {{"calls", "4.5"}, {"model", "m"}}};
  const Table table = query_table(rows);
  ASSERT_EQ(table.columns.size(), 3u);
  EXPECT_EQ(table.columns[1].heading, "calls");
  EXPECT_TRUE(table.columns[1].is_number);
  EXPECT_FALSE(table.columns[2].is_number);
  EXPECT_THAT(table.rows[0], ElementsAre("2026-11-22T12:00:00Z", "3")) << "a time in both forms";
  EXPECT_THAT(table.rows[1], ElementsAre("", "4.5", "m"));
  const Report report = query_report(table, "heading", "query");
  ASSERT_EQ(report.sections.size(), 2u);
  EXPECT_THAT(report.sections[0].chart->series.at(0).values, ElementsAre(3, 4.5));
}

}  // namespace
}  // namespace anthropic::internal::cli
