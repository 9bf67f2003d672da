// `regions`, against local endpoints that play one region each.
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <sstream>

#include <anthropic/json.hpp>

#include "cli/running_program.hpp"

namespace anthropic::internal::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kModel = "claude-haiku-4-5";

LocalEndpoint endpoint_in(const std::string& region, std::vector<std::string> more = {}) {
  std::vector<std::string> arguments = {"--region",     region,         "--access-key",
                                        "AKIDREGIONS1", "--secret-key", "regions-secret"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return LocalEndpoint("", arguments);
}

Variables keys() {
  return {{"AWS_ACCESS_KEY_ID", "AKIDREGIONS1"}, {"AWS_SECRET_ACCESS_KEY", "regions-secret"}};
}

TEST(Regions, ListsWhereAModelIsServedWithoutAskingAnyone) {
  const Outcome outcome = run({"regions", "--model", kModel});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("REGION"));
  EXPECT_THAT(outcome.out, HasSubstr("eu.anthropic.claude-haiku-4-5-20251001-v1:0"));
  EXPECT_THAT(outcome.out, HasSubstr("any commercial region"));
  EXPECT_EQ(outcome.err, "");
}

TEST(Regions, AGeographyTellsWhatItKeeps) {
  const Outcome outcome = run({"regions", "--model", kModel, "--geo", "eu"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("\neu: the European Union\n"));
  EXPECT_THAT(outcome.out, HasSubstr("data retention"));
  EXPECT_THAT(outcome.out, Not(HasSubstr("us-east-1")));
  const auto json = Json::parse(run({"regions", "--geo", "jp", "--json"}).out);
  ASSERT_TRUE(json);
  EXPECT_EQ((*json)["geography"]["name"].as_string(), "jp");
  EXPECT_EQ((*json)["regions"].size(), 2u);
}

TEST(Regions, AsksTheRegions) {
  LocalEndpoint endpoint = endpoint_in("eu-central-1");
  Variables variables = keys();
  variables["AWS_ENDPOINT_URL"] = endpoint.url();
  const Outcome outcome =
      run({"regions", "--model", kModel, "--live", "--in", "eu-central-1", "--in", "us-east-1"}, variables);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("ACTIVE"));
  EXPECT_THAT(outcome.out, HasSubstr("not told"));
  EXPECT_THAT(outcome.err, HasSubstr("us-east-1: ")) << "the endpoint plays eu-central-1 alone";
}

TEST(Regions, WhereNoRegionAnswersTheFirstErrorIsTheAnswer) {
  const Outcome outcome = run({"regions", "--model", kModel, "--live"}, {{"AWS_REGION", "eu-west-1"}});
  EXPECT_EQ(outcome.exit_code, 4) << outcome.err;
  EXPECT_EQ(outcome.out, "");
  EXPECT_LT(outcome.err.size(), 2000u) << "once, not for each region";
}

TEST(Regions, MeasuresAndSaysFirstWhatItCosts) {
  LocalEndpoint german = endpoint_in("eu-central-1", {"--fault", "stall=0.3"});
  LocalEndpoint american = endpoint_in("us-east-1");
  testing::TemporaryFolder folder;
  const std::string page = folder.path() + "/regions.html";
  const std::vector<std::string> line = {"regions",    "--measure",
                                         "--model",    kModel,
                                         "--in",       "eu-central-1",
                                         "--in",       "us-east-1",
                                         "--endpoint", "eu-central-1=" + german.url(),
                                         "--endpoint", "us-east-1=" + american.url()};
  std::vector<std::string> with_page = line;
  with_page.insert(with_page.end(), {"--html", page});
  const Outcome outcome = run(with_page, keys());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("measuring 2 regions with 6 real calls, at most $"));
  EXPECT_THAT(outcome.out, HasSubstr("0 of 3"));
  EXPECT_LT(outcome.out.find("us-east-1"), outcome.out.find("eu-central-1")) << outcome.out;
  std::stringstream html;
  html << std::ifstream(page).rdbuf();
  EXPECT_THAT(html.str(), HasSubstr("eu-central-1"));

  std::vector<std::string> as_json = line;
  as_json.push_back("--json");
  const auto json = Json::parse(run(as_json, keys()).out);
  ASSERT_TRUE(json);
  EXPECT_GE((*json)["measured"][1]["first_token_ms"]["median"].as_double().value_or(0), 300);
  EXPECT_EQ((*json)["measured"][0]["probes"].size(), 3u);
}

TEST(Regions, ARegionThatFailsIsShownAndAllThatFailIsAFailure) {
  LocalEndpoint endpoint = endpoint_in("us-east-1", {"--fault", "throttle"});
  const Outcome outcome = run({"regions", "--measure", "--model", kModel, "--in", "us-east-1", "--probes",
                               "2", "--endpoint-url", endpoint.url()},
                              keys());
  EXPECT_THAT(outcome.out, HasSubstr("2 of 2"));
  EXPECT_THAT(outcome.err, HasSubstr("us-east-1: 2 of 2 failed: "));
  EXPECT_NE(outcome.exit_code, 0);
}

TEST(Regions, RefusesWhatMeansNothing) {
  EXPECT_EQ(run({"regions", "--geo", "mars"}).exit_code, 2);
  EXPECT_EQ(run({"regions", "--model", "gpt-4"}).exit_code, 2);
  EXPECT_EQ(run({"regions", "--live", "--measure"}).exit_code, 2);
  EXPECT_EQ(run({"regions", "--measure", "--endpoint", "eu-west-1"}).exit_code, 2);
  EXPECT_EQ(run({"regions", "--probes", "3"}).exit_code, 2);
}

TEST(Regions, EndsOnCtrlC) {
  LocalEndpoint endpoint = endpoint_in("us-east-1", {"--fault", "stall=60"});
  RunningProgram program(
      {"regions", "--measure", "--model", kModel, "--in", "us-east-1", "--endpoint-url", endpoint.url()},
      keys(), RunningProgram::Through::terminal);
  ASSERT_TRUE(program.read_until("quotas"));
  program.send_signal(SIGINT);
  EXPECT_EQ(program.finish().exit_code, 130);
}

TEST(Regions, EndsQuietlyWhenTheReaderGoesAway) {
  RunningProgram program({"regions", "--model", kModel});
  program.close_output();
  const Outcome outcome = program.finish();
  EXPECT_EQ(outcome.err, "");
}

}  // namespace
}  // namespace anthropic::internal::cli
