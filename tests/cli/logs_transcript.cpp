// `claude-bedrock logs` against the local endpoint, which logs the calls that it answers.
#include <gmock/gmock.h>
#include <signal.h>

#include <anthropic/json.hpp>

#include "cli/running_program.hpp"

namespace anthropic::internal::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr const char* kRole = "arn:aws:iam::000000000000:role/samples/bedrock-logger";

Outcome switch_on(const LocalEndpoint& endpoint, std::vector<std::string> more = {}) {
  std::vector<std::string> line = {"logs", "setup", "--group", "/bedrock/calls", "--role", kRole, "--yes"};
  line.insert(line.end(), more.begin(), more.end());
  return run(line, endpoint.variables());
}

TEST(LogsSetup, ShowsSwitchesOnAndOff) {
  LocalEndpoint endpoint;
  const Variables variables = endpoint.variables();
  const Outcome before = run({"logs", "setup"}, variables);
  EXPECT_EQ(before.exit_code, 0) << before.err;
  EXPECT_THAT(before.out, StartsWith("Bedrock logs no calls in this account and region.\n"));

  const Outcome on = switch_on(endpoint, {"--retention", "30"});
  EXPECT_EQ(on.exit_code, 0) << on.err;
  EXPECT_THAT(on.err, AllOf(HasSubstr("PROMPTS AND ANSWERS of every call"), HasSubstr("/bedrock/calls"),
                            HasSubstr("The log group would be created."), HasSubstr("30 days")));
  EXPECT_THAT(on.out, HasSubstr("Bedrock logs the calls from now on"));

  const Outcome json = run({"logs", "setup", "--json"}, variables);
  EXPECT_EQ(Json::parse(json.out).value_or(Json())["present"]["log_group"].string_or(""), "/bedrock/calls");

  const Outcome off = run({"logs", "setup", "--off", "--yes"}, variables);
  EXPECT_EQ(off.exit_code, 0) << off.err;
  EXPECT_EQ(off.out, "Bedrock logs no calls in this account and region.\n");
}

TEST(LogsSetup, DoesNothingUnasked) {
  LocalEndpoint endpoint;
  const Variables variables = endpoint.variables();
  const Outcome unasked = run({"logs", "setup", "--bucket", "logs"}, variables);
  EXPECT_EQ(unasked.exit_code, 2);
  EXPECT_THAT(unasked.err, HasSubstr("add --yes to do it"));
  EXPECT_THAT(run({"logs", "setup"}, variables).out, StartsWith("Bedrock logs no calls"));
  const Outcome no_bucket = run({"logs", "setup", "--bucket", "lo!gs", "--yes"}, variables);
  EXPECT_EQ(no_bucket.exit_code, 2);
  EXPECT_THAT(no_bucket.err, HasSubstr("\"lo!gs\" is not the name of a bucket"));
  const Outcome no_role = run({"logs", "setup", "--group", "/g"}, variables);
  EXPECT_EQ(no_role.exit_code, 2);
  EXPECT_THAT(no_role.err, HasSubstr("--policy"));
}

TEST(LogsSetup, AsksOnTheTerminal) {
  LocalEndpoint endpoint;
  RunningProgram program({"logs", "setup", "--bucket", "logs"}, endpoint.variables(),
                         RunningProgram::Through::terminal);
  ASSERT_TRUE(program.read_until("Log that? [y/N] ")) << program.output();
  program.write("n\n");
  EXPECT_EQ(program.finish().exit_code, 0);
  EXPECT_THAT(program.output(), HasSubstr("Nothing was changed."));
}

TEST(LogsSetup, PrintsThePolicies) {
  LocalEndpoint endpoint;
  const Outcome outcome =
      run({"logs", "setup", "--group", "/g", "--bucket", "b", "--policy"}, endpoint.variables());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("Trust policy of the role:"), HasSubstr("bedrock.amazonaws.com"),
                    HasSubstr("log-group:/g:log-stream:aws/bedrock/modelinvocations"),
                    HasSubstr("arn:aws:s3:::b/AWSLogs/000000000000/BedrockModelInvocationLogs/*")));
}

TEST(LogsQuery, ReadsRequestMetadataThatAskHasSent) {
  LocalEndpoint endpoint;
  const Variables variables = endpoint.variables();
  ASSERT_EQ(switch_on(endpoint).exit_code, 0);
  const Outcome asked = run({"ask", "--metadata", "team=search", "--metadata", "run=7", "Hi"}, variables);
  ASSERT_EQ(asked.exit_code, 0) << asked.err;
  const Outcome outcome = run({"logs", "query", "--by", "metadata:team", "--json"}, variables);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  const Json row = Json::parse(outcome.out).value_or(Json());
  EXPECT_EQ(row["metadata"].string_or(""), "search") << outcome.out;
  EXPECT_EQ(row["calls"].string_or(""), "1");
  EXPECT_THAT(outcome.err, HasSubstr("rows: 1; records read: 1; bytes read: "));

  const Outcome callers = run({"logs", "query", "--by", "caller"}, variables);
  EXPECT_THAT(callers.out, HasSubstr("user/local-endpoint"));
}

TEST(LogsQuery, AnswersTheReadyQuestions) {
  LocalEndpoint endpoint;
  const Variables variables = endpoint.variables();
  const auto answer = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"logs", "query"});
    const Outcome outcome = run(more, variables);
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    return outcome.out;
  };
  EXPECT_THAT(answer({"--by", "model"}),
              AllOf(HasSubstr("model_id"), HasSubstr("anthropic.claude-haiku"), HasSubstr("input_tokens")));
  EXPECT_THAT(answer({"--by", "model", "--model", "sonnet"}),
              AllOf(HasSubstr("sonnet"), Not(HasSubstr("haiku"))));
  EXPECT_THAT(answer({"--by", "slow"}), HasSubstr("took_ms"));
  EXPECT_THAT(answer({"--by", "errors"}), HasSubstr("ThrottlingException"));
  const std::vector<std::string> samples = {"--group", "/local-endpoint/invocations"};
  EXPECT_THAT(answer({"--by", "caller", samples[0], samples[1]}), HasSubstr("user/sample-web"));
  EXPECT_THAT(answer({"--by", "metadata:team", samples[0], samples[1]}), HasSubstr("support"));
  EXPECT_THAT(answer({"fields note | limit 1"}), HasSubstr("not AWS"));
}

TEST(LogsQuery, WritesAPage) {
  LocalEndpoint endpoint;
  TemporaryFolder folder;
  const Outcome outcome =
      run({"logs", "query", "--by", "model", "--html", folder.path() + "/logs.html"}, endpoint.variables());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(folder.read("logs.html"), HasSubstr("Claude on Amazon Bedrock: logs"));
}

TEST(LogsQuery, RefusesWhatCannotBeAsked) {
  EXPECT_EQ(run({"logs", "query"}).exit_code, 2);
  EXPECT_EQ(run({"logs", "query", "--by", "model", "limit 1"}).exit_code, 2);
  EXPECT_EQ(run({"logs", "query", "--by", "colour"}).exit_code, 2);
  EXPECT_EQ(run({"logs", "query", "--by", "metadata:a`b"}).exit_code, 2);
  EXPECT_EQ(run({"logs", "query", "--model", "haiku", "limit 1"}).exit_code, 2);
  LocalEndpoint endpoint;
  const Outcome off = run({"logs", "query", "--by", "caller"}, endpoint.variables());
  EXPECT_EQ(off.exit_code, 3);
  EXPECT_THAT(off.err, HasSubstr("claude-bedrock logs setup"));
  const Outcome malformed = run({"logs", "query", "parse @message /x/"}, endpoint.variables());
  EXPECT_EQ(malformed.exit_code, 5) << malformed.err;
}

TEST(LogsTail, PrintsCallsOfBothLogsInOneShape) {
  LocalEndpoint endpoint;
  const Variables variables = endpoint.variables();
  const Outcome monitor = run({"logs", "tail", "--since", "2h"}, variables);
  EXPECT_EQ(monitor.exit_code, 0) << monitor.err;
  EXPECT_THAT(monitor.out,
              AllOf(HasSubstr("anthropic.claude-"), HasSubstr(" in="), HasSubstr("request_id=sample-")));
  const Outcome invocations =
      run({"logs", "tail", "--since", "2h", "--group", "/local-endpoint/invocations", "--json"}, variables);
  const Json call = Json::parse(invocations.out.substr(0, invocations.out.find('\n'))).value_or(Json());
  EXPECT_EQ(call["source"].string_or(""), "invocation_log") << invocations.err;
  EXPECT_FALSE(call["metadata"]["team"].string_or("").empty());
  EXPECT_EQ(call["extra"]["note"].string_or(""), "sample data of the local endpoint, not AWS");
}

TEST(LogsTail, FollowsUntilItIsInterrupted) {
  LocalEndpoint endpoint;
  ASSERT_EQ(switch_on(endpoint).exit_code, 0);
  ASSERT_EQ(run({"ask", "--metadata", "n=one", "Hi"}, endpoint.variables()).exit_code, 0);
  RunningProgram program({"logs", "tail", "-f", "--invocations", "--interval", "1"}, endpoint.variables());
  ASSERT_TRUE(program.read_until("n=one"));
  ASSERT_EQ(run({"ask", "--metadata", "n=two", "Hi"}, endpoint.variables()).exit_code, 0);
  ASSERT_TRUE(program.read_until("n=two"));
  program.send_signal(SIGINT);
  const Outcome outcome = program.finish();
  EXPECT_EQ(outcome.exit_code, 130) << outcome.err;
}

TEST(LogsTail, EndsQuietlyWhenTheReaderGoesAway) {
  LocalEndpoint endpoint;
  RunningProgram program({"logs", "tail", "--since", "7d"}, endpoint.variables());
  program.close_output();
  EXPECT_EQ(program.finish().exit_code, 128 + SIGPIPE);
}

}  // namespace
}  // namespace anthropic::internal::cli
