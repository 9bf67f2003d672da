// `claude-bedrock metrics` against the local endpoint, which measures the calls that it answers.
#include <gmock/gmock.h>
#include <signal.h>

#include <anthropic/json.hpp>

#include "cli/running_program.hpp"

namespace anthropic::internal::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Metrics, ShowsEveryModelAndSaysThatSamplesAreNone) {
  LocalEndpoint endpoint;
  const Outcome outcome = run({"metrics"}, endpoint.variables());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("us-east-1, 20"));
  EXPECT_THAT(outcome.out, HasSubstr("MODEL"));
  EXPECT_THAT(outcome.out, HasSubstr("Claude Haiku"));
  EXPECT_THAT(outcome.out, HasSubstr("global.anthropic.claude-haiku"));
  EXPECT_THAT(outcome.out, HasSubstr(" ms"));
  EXPECT_THAT(outcome.out, HasSubstr("BUSIEST MINUTE"));
  EXPECT_THAT(outcome.out, HasSubstr(", global"));
  EXPECT_THAT(outcome.out, HasSubstr("4,000,000")) << "the quota of global profiles";
  EXPECT_THAT(outcome.err, HasSubstr("note: sample data of the local endpoint, not AWS"));
}

TEST(Metrics, PrintsJsonOfOneModel) {
  LocalEndpoint endpoint;
  const Outcome asked = run({"ask", "--model", "claude-haiku-4-5", "Hi"}, endpoint.variables());
  ASSERT_EQ(asked.exit_code, 0) << asked.err;
  const Outcome outcome =
      run({"metrics", "--json", "--model", "claude-haiku-4-5", "--since", "1h"}, endpoint.variables());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  const Json json = Json::parse(outcome.out).value_or(Json());
  ASSERT_EQ(json["models"].size(), 1u) << outcome.out;
  EXPECT_EQ(json["models"][0]["name"].string_or(""), "Claude Haiku 4.5");
  EXPECT_GE(json["models"][0]["total"]["invocations"].as_double().value_or(0), 1);
  EXPECT_EQ(json["models"][0]["periods"].size(), json["times"].size());
  EXPECT_EQ(json["period_seconds"].as_int64(), 60);
  const Json& uses = json["models"][0]["quota_use"];
  ASSERT_GE(uses.size(), 1u) << outcome.out;
  const double peak = uses[0]["peak_tokens_per_minute"].as_double().value_or(0);
  const double quota = uses[0]["quota_tokens_per_minute"].as_double().value_or(0);
  EXPECT_GT(peak, 0);
  EXPECT_GT(quota, 0);
  EXPECT_DOUBLE_EQ(uses[0]["share"].as_double().value_or(0), peak / quota);
}

TEST(Metrics, WritesAPage) {
  LocalEndpoint endpoint;
  TemporaryFolder folder;
  const std::string page = folder.path() + "/metrics.html";
  const Outcome outcome = run({"metrics", "--html", page, "--since", "6h"}, endpoint.variables());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  const std::string html = folder.read("metrics.html");
  EXPECT_THAT(html, HasSubstr("Claude on Amazon Bedrock: metrics"));
  EXPECT_THAT(html, HasSubstr("not AWS"));
  EXPECT_THAT(html, HasSubstr("<h2>Throttled requests</h2>"));
  EXPECT_THAT(html, HasSubstr("<h2>Use of the quotas a minute (%)</h2>"));
}

TEST(Metrics, RefusesWhatCannotBeAsked) {
  for (const std::vector<std::string>& line :
       std::vector<std::vector<std::string>>{{"metrics", "--since", "yesterday"},
                                             {"metrics", "--period", "1x"},
                                             {"metrics", "--until", "now"}}) {
    const Outcome outcome = run(line);
    EXPECT_EQ(outcome.exit_code, 2) << outcome.err;
    EXPECT_EQ(outcome.out, "");
  }
  LocalEndpoint endpoint;
  const Outcome period = run({"metrics", "--since", "30d", "--period", "1m"}, endpoint.variables());
  EXPECT_EQ(period.exit_code, 3) << period.err;
  EXPECT_THAT(period.err, HasSubstr("CloudWatch has no periods of 60 s any more"));
}

TEST(Metrics, RefusesAModelThatIsNone) {
  LocalEndpoint endpoint;
  const Outcome outcome = run({"metrics", "--model", "claude-hiku-4-5"}, endpoint.variables());
  EXPECT_EQ(outcome.exit_code, 5) << outcome.err;
  EXPECT_EQ(outcome.out, "");
  EXPECT_THAT(outcome.err, HasSubstr("Did you mean \"claude-haiku-4-5"));
}

TEST(Metrics, FailsWithTheKindOfItsError) {
  LocalEndpoint endpoint({}, {"--fault", "throttle"});
  Variables variables = endpoint.variables();
  variables["AWS_MAX_ATTEMPTS"] = "1";
  const Outcome outcome = run({"metrics"}, variables);
  EXPECT_EQ(outcome.out, "");
  EXPECT_NE(outcome.exit_code, 0);
}

TEST(Metrics, EndsQuietlyWhenTheReaderGoesAway) {
  LocalEndpoint endpoint;
  RunningProgram program({"metrics", "--json"}, endpoint.variables());
  program.close_output();
  const Outcome outcome = program.finish();
  EXPECT_EQ(outcome.exit_code, 128 + SIGPIPE);
  EXPECT_THAT(outcome.err, Not(HasSubstr("error")));
}

}  // namespace
}  // namespace anthropic::internal::cli
