#include <gmock/gmock.h>

#include "cli/commands/regions/regions_text.hpp"

namespace anthropic::internal::cli {
namespace {

using operations::ModelRegion;
using operations::RegionMeasurement;
using std::chrono::milliseconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

ModelRegion bonn() {
  return {
      .region = "eu-central-1",
      .models = {
          {.id = "eu.anthropic.claude-x", .geography = "eu", .destinations = {"eu-central-1", "eu-west-1"}},
          {.id = "global.anthropic.claude-x", .geography = "global"}}};
}

std::vector<RegionMeasurement> measured() {
  RegionMeasurement fast{
      .region = "eu-central-1",
      .model_id = "eu.anthropic.claude-x",
      .probes = {{.first_token = milliseconds(42)},
                 {.error = Error{.kind = ErrorKind::rate_limit, .message = "slow down"}}},
      .connection = operations::Spread{milliseconds(3), milliseconds(4), milliseconds(5)},
      .first_token = operations::Spread{milliseconds(40), milliseconds(42), milliseconds(90)},
      .failures = 1,
      .cost = 0.001};
  RegionMeasurement dead{.region = "us-east-1",
                         .model_id = "us.anthropic.claude-x",
                         .probes = {{.error = Error{.kind = ErrorKind::connection, .message = "refused"}}},
                         .failures = 1};
  return {fast, dead};
}

TEST(RegionsTable, HasARowForEachWayAndNamesItsRegionOnce) {
  const Table table = regions_table({bonn(), {.region = "us-east-1"}});
  ASSERT_EQ(table.rows.size(), 3u);
  EXPECT_THAT(table.rows[0], ElementsAre("eu-central-1", "eu.anthropic.claude-x", "eu-central-1, eu-west-1"));
  EXPECT_THAT(table.rows[1], ElementsAre("", "global.anthropic.claude-x", "any commercial region"));
  EXPECT_THAT(table.rows[2], ElementsAre("us-east-1", "not served"));
}

TEST(RegionsTable, TellsWhatAwsSaid) {
  ModelRegion live = bonn();
  live.is_live = true;
  live.lifecycle = "LEGACY";
  ModelRegion refused = bonn();
  refused.error = Error{.kind = ErrorKind::permission_denied, .message = "no"};
  const Table table = regions_table({live, refused});
  EXPECT_EQ(table.columns[1].heading, "STATE");
  EXPECT_EQ(table.rows[0][1], "LEGACY");
  EXPECT_EQ(table.rows[1][1], "");
  EXPECT_EQ(table.rows[2][1], "not told");
}

TEST(MeasuredTable, TellsMedianSpreadAndFailures) {
  const Table table = measured_table(measured());
  EXPECT_THAT(table.rows[0], ElementsAre("eu-central-1", "42 ms", "40 ms", "90 ms", "4 ms", "1 of 2",
                                         "eu.anthropic.claude-x"));
  EXPECT_THAT(table.rows[1], ElementsAre("us-east-1", "-", "-", "-", "-", "1 of 1", "us.anthropic.claude-x"));
}

TEST(RegionsText, ShowsBarsCostAndWhatAGeographyKeeps) {
  const RegionsFound found{
      .model = "haiku", .geography = *operations::find_geography("eu"), .measured = measured()};
  const std::string text = regions_text(found, {}).bytes();
  EXPECT_THAT(text, HasSubstr("median time to the first token\n"));
  EXPECT_THAT(text, HasSubstr("cost: about $0.0010\n"));
  EXPECT_THAT(text, HasSubstr("eu: the European Union\n- "));
  EXPECT_THAT(failures_text(found), HasSubstr("eu-central-1: 1 of 2 failed: "));
  EXPECT_THAT(failures_text(found), HasSubstr("refused"));
}

TEST(FailuresText, SaysThatThereIsNoRegion) {
  EXPECT_THAT(failures_text({.model = "anthropic.claude-newer"}), HasSubstr("--live"));
  EXPECT_EQ(failures_text({.model = "haiku", .regions = {bonn()}}), "");
}

TEST(RegionsJson, HasEveryProbe) {
  const Json json = regions_json({.model = "haiku", .measured = measured()});
  EXPECT_EQ(json["measured"][0]["first_token_ms"]["median"].as_double(), 42.0);
  EXPECT_EQ(json["measured"][0]["probes"][1]["error"]["kind"].as_string(), "rate_limit");
  EXPECT_TRUE(json["measured"][1]["first_token_ms"].is_null());
  EXPECT_FALSE(json.contains("regions"));
  const Json listed = regions_json({.model = "haiku", .regions = {bonn()}});
  EXPECT_EQ(listed["regions"][0]["models"][0]["destinations"].size(), 2u);
  EXPECT_FALSE(listed["regions"][0]["live"].as_bool().value_or(true));
}

TEST(RegionsReport, HasAFigureForEachRegionOfTheChart) {
  const Report report = regions_report({.model = "haiku", .measured = measured()});
  const Chart& chart = *report.sections.at(0).chart;
  EXPECT_THAT(chart.labels, ElementsAre("eu-central-1", "us-east-1"));
  for (const Series& series : chart.series) EXPECT_EQ(series.values.size(), 2u) << series.name;
  EXPECT_TRUE(regions_report({.model = "haiku", .regions = {bonn()}}).sections.at(0).table);
}

TEST(PlanText, SaysWhatItCosts) {
  EXPECT_EQ(plan_text({.targets = {{.region = "us-east-1"}}, .calls = 3, .cost = 0.0025}),
            "measuring 1 region with 3 real calls, at most $0.0025; they count against your quotas\n");
  EXPECT_THAT(plan_text({.targets = {{}, {}}, .calls = 6}),
              HasSubstr("2 regions with 6 real calls, at a price"));
}

}  // namespace
}  // namespace anthropic::internal::cli
