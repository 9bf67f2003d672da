// What `metrics` and `logs` print, without a service.
#include <cmath>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/time/time_format.hpp"
#include "cli/commands/logs/call_text.hpp"
#include "cli/commands/logs/query_table.hpp"
#include "cli/commands/metrics/metrics_report.hpp"
#include "cli/commands/metrics/metrics_text.hpp"

namespace anthropic::internal::cli {
namespace {

using namespace std::chrono_literals;
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
  model.ids = {{.id = "us.m", .total = {.invocations = 3}, .latency_ms = {.p50 = 400.4}}};
  return {.since = since,
          .until = since + 2h,
          .period = 1h,
          .times = {since, since + 1h},
          .models = {model},
          .notes = {"a note"}};
}

TEST(MetricsText, HasALineForEachModelAndForEachId) {
  const std::string text = metrics_text(sample(), "eu-west-1", TextStyle()).bytes();
  EXPECT_THAT(text, HasSubstr("eu-west-1, 2026-11-30T10:00:00Z to 2026-11-30T12:00:00Z, by 60 min\n"));
  EXPECT_THAT(text, HasSubstr("Claude M"));
  EXPECT_THAT(text, HasSubstr("500 ms"));
  EXPECT_THAT(text, HasSubstr("400 ms"));
  EXPECT_THAT(text, HasSubstr("us.m"));
}

TEST(MetricsText, SaysThatNothingWasMeasured) {
  operations::BedrockMetrics none = sample();
  none.models = {};
  EXPECT_THAT(metrics_text(none, "r", TextStyle()).bytes(), HasSubstr("has measured no calls of Claude"));
}

TEST(MetricsReport, HasFiguresForEachPeriodAndNoneWhereNothingWasMeasured) {
  const Report report = metrics_report(sample(), "eu-west-1");
  EXPECT_THAT(report.notes, ElementsAre(HasSubstr("eu-west-1"), "a note"));
  ASSERT_FALSE(report.sections.empty());
  const Chart& calls = *report.sections.front().chart;
  EXPECT_THAT(calls.series.at(0).values, ElementsAre(3, 0));
  for (const ReportSection& section : report.sections) {
    if (section.heading != "Mean latency") continue;
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
