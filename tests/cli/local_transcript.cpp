// `claude-bedrock local` as a script starts and stops it.
#include <fstream>
#include <gmock/gmock.h>
#include <signal.h>

#include "cli/running_program.hpp"

namespace anthropic::internal::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

TEST(Local, SaysWhereItListensAndEndsCleanly) {
  for (const int signal : {SIGTERM, SIGINT}) {
    RunningProgram program({"local"});
    const auto first = program.read_line();
    ASSERT_TRUE(first);
    EXPECT_THAT(*first, StartsWith("listening on http://127.0.0.1:"));
    ASSERT_TRUE(program.read_until("it is not Claude"));
    EXPECT_THAT(program.output(), HasSubstr("\nexport AWS_ACCESS_KEY_ID="));
    EXPECT_THAT(program.output(), HasSubstr("\nexport AWS_SECRET_ACCESS_KEY="));
    EXPECT_THAT(program.output(), HasSubstr("\nexport AWS_REGION=us-east-1\n"));
    const std::string url = first->substr(first->find("http"));
    EXPECT_THAT(program.output(), HasSubstr("\nexport AWS_ENDPOINT_URL=" + url + "\n"));
    EXPECT_THAT(program.output(), HasSubstr("\nexport AWS_ENDPOINT_URL_BEDROCK_RUNTIME=" + url + "\n"));
    program.send_signal(signal);
    EXPECT_EQ(program.finish().exit_code, 0);
  }
}

// Whoever pastes what it prints has every service that it plays.
TEST(Local, PrintsAllThatServicesNeed) {
  LocalEndpoint endpoint;
  for (const std::vector<std::string>& line : {std::vector<std::string>{"whoami"},
                                               {"doctor"},
                                               {"doctor", "--platform", "mantle"},
                                               {"costs"},
                                               {"budget", "list"},
                                               {"metrics"},
                                               {"logs", "tail"},
                                               {"logs", "setup"},
                                               {"iam", "policy", "--models", "haiku"},
                                               {"costs", "prices", "--check"}}) {
    const Outcome outcome = run(line, endpoint.variables());
    EXPECT_EQ(outcome.exit_code, 0) << line.front() << ": " << outcome.out << outcome.err;
  }
}

TEST(Local, DoesNotRepeatTheKeysThatItWasGiven) {
  LocalEndpoint endpoint({}, {"--access-key", "AKIDEXAMPLE", "--secret-key", "of-this-test",
                              "--session-token", "token-of-this-test"});
  EXPECT_THAT(endpoint.program().output(), Not(HasSubstr("of-this-test")));
  Variables variables = endpoint.variables();
  variables["AWS_ACCESS_KEY_ID"] = "AKIDEXAMPLE";
  variables["AWS_SECRET_ACCESS_KEY"] = "of-this-test";
  EXPECT_NE(run({"ask", "Hello"}, variables).exit_code, 0) << "the session token is missing";
  variables["AWS_SESSION_TOKEN"] = "token-of-this-test";
  const Outcome outcome = run({"ask", "Hello"}, variables);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
}

TEST(Local, TakesBearerTokens) {
  LocalEndpoint endpoint({}, {"--bearer", "a-token"});
  Variables variables = endpoint.variables();
  variables.erase("AWS_ACCESS_KEY_ID");
  variables.erase("AWS_SECRET_ACCESS_KEY");
  variables["AWS_BEARER_TOKEN_BEDROCK"] = "a-token";
  EXPECT_EQ(run({"ask", "Hello"}, variables).exit_code, 0);
  variables["AWS_BEARER_TOKEN_BEDROCK"] = "not-that-token";
  const Outcome outcome = run({"ask", "Hello"}, variables);
  EXPECT_TRUE(outcome.exit_code == 6 || outcome.exit_code == 7) << outcome.err;
  EXPECT_THAT(outcome.err, Not(HasSubstr("not-that-token")));
}

TEST(Local, LogsRequestsWithoutSecrets) {
  LocalEndpoint endpoint({}, {"--verbose"});
  EXPECT_EQ(run({"ask", "Hello"}, endpoint.variables()).exit_code, 0);
  endpoint.program().send_signal(SIGTERM);
  const Outcome outcome = endpoint.program().finish();
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.err, HasSubstr("invoke-with-response-stream"));
  EXPECT_THAT(outcome.err, Not(HasSubstr(endpoint.variables().at("AWS_SECRET_ACCESS_KEY"))));
}

TEST(Local, SaysWhatToTrustOverTls) {
  const TemporaryFolder folder;
  const std::string file = folder.path() + "/ca.pem";
  RunningProgram program({"local", "--tls", "--ca-file", file});
  ASSERT_TRUE(program.read_until("it is not Claude"));
  EXPECT_THAT(program.output(), StartsWith("listening on https://127.0.0.1:"));
  for (const char* variable : {"AWS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE"})
    EXPECT_THAT(program.output(), HasSubstr("\nexport " + std::string(variable) + "=" + file + "\n"));
  program.send_signal(SIGTERM);
  EXPECT_EQ(program.finish().exit_code, 0);
  std::ifstream written(file);
  std::string first;
  EXPECT_TRUE(std::getline(written, first)) << "it stays where the user wants it";
  EXPECT_EQ(first, "-----BEGIN CERTIFICATE-----");

  EXPECT_THAT(run({"local", "--tls", "--ca-file", folder.path() + "/no/ca.pem"}).err,
              HasSubstr("/no/ca.pem"));
  EXPECT_NE(run({"local", "--ca-file", file}).exit_code, 0) << "without --tls";
}

TEST(Local, WarnsWhereOthersCanReachItUnsigned) {
  const auto warning = [](std::vector<std::string> arguments) {
    RunningProgram program(std::move(arguments));
    EXPECT_TRUE(program.read_until("it is not Claude"));
    program.send_signal(SIGTERM);
    return program.finish().err;
  };
  EXPECT_THAT(warning({"local", "--auth", "off", "--host", "0.0.0.0"}),
              StartsWith("warning: --auth off with --host 0.0.0.0: anyone"));
  EXPECT_EQ(warning({"local", "--auth", "off"}), "");
  EXPECT_EQ(warning({"local", "--host", "0.0.0.0"}), "");
}

TEST(Local, TakesItsLimitsAndNames) {
  EXPECT_THAT(run({"local", "--allow-host", "a:80"}).err, HasSubstr("\"a:80\""));
  EXPECT_THAT(run({"local", "--max-connections", "0"}).err, HasSubstr("1"));
  EXPECT_EQ(run({"local", "--body-timeout", "nan"}).exit_code, 2);
  LocalEndpoint endpoint({}, {"--max-connections", "7", "--body-memory", "1", "--body-timeout", "0.5"});
  EXPECT_EQ(run({"ask", "Hello"}, endpoint.variables()).exit_code, 0);
}

TEST(Local, SaysWhatItCannotDo) {
  const Outcome fault = run({"local", "--fault", "nonsense"});
  EXPECT_EQ(fault.exit_code, 3);
  EXPECT_THAT(fault.err, HasSubstr("nonsense"));
  LocalEndpoint endpoint;
  const std::string url = endpoint.url();
  const Outcome taken = run({"local", "--port", url.substr(url.rfind(':') + 1)});
  EXPECT_EQ(taken.exit_code, 19) << taken.err;
  EXPECT_EQ(taken.out, "");
}

}  // namespace
}  // namespace anthropic::internal::cli
