// `claude-bedrock doctor` where one thing is really wrong: its first line names it.
#include <gmock/gmock.h>
#include <semaphore>
#include <signal.h>

#include <anthropic/json.hpp>

#include "cli/running_program.hpp"
#include "support/loopback_server.hpp"

namespace anthropic::internal::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

/// Sends every service to the local endpoint, without retries.
Variables all_services_at(const LocalEndpoint& endpoint) {
  Variables variables = endpoint.variables();
  variables["AWS_MAX_ATTEMPTS"] = "1";
  return variables;
}

std::string first_line(const Outcome& outcome) {
  return outcome.out.substr(0, outcome.out.find('\n'));
}

Outcome doctor(const LocalEndpoint& endpoint, std::vector<std::string> arguments = {}) {
  arguments.insert(arguments.begin(), "doctor");
  return run(arguments, all_services_at(endpoint));
}

Outcome doctor_with_fault(const std::string& fault, std::vector<std::string> arguments = {}) {
  LocalEndpoint endpoint({}, {"--fault", fault});
  return doctor(endpoint, std::move(arguments));
}

/// A line of the report about a step.
std::string line_of(const Outcome& outcome, const std::string& step) {
  const std::size_t at = outcome.out.find(" " + step + " ");
  if (at == std::string::npos) return "";
  const std::size_t begin = outcome.out.rfind('\n', at) + 1;
  return outcome.out.substr(begin, outcome.out.find('\n', at) - begin);
}

TEST(Doctor, SaysThatAllIsWell) {
  LocalEndpoint endpoint;
  const Outcome outcome = doctor(endpoint);
  EXPECT_EQ(first_line(outcome), "all is well") << outcome.out;
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.err, "");
  EXPECT_THAT(line_of(outcome, "region"), HasSubstr("us-east-1 (AWS_REGION)"));
  EXPECT_THAT(line_of(outcome, "endpoint"), HasSubstr(endpoint.url() + " (AWS_ENDPOINT_URL"));
  EXPECT_THAT(line_of(outcome, "profile"), HasSubstr("leads to us-east-1, us-east-2, us-west-2"));
  EXPECT_THAT(line_of(outcome, "quotas"), HasSubstr("tokens per minute"));
  EXPECT_THAT(line_of(outcome, "keep-alive"), HasSubstr("connections send one after 60 s"));
  EXPECT_THAT(outcome.out, Not(HasSubstr(endpoint.variables().at("AWS_SECRET_ACCESS_KEY"))));
  EXPECT_THAT(outcome.out, Not(HasSubstr(endpoint.variables().at("AWS_ACCESS_KEY_ID"))));
}

TEST(Doctor, PrintsJson) {
  LocalEndpoint endpoint({}, {"--fault", "refuse=denied"});
  const Outcome outcome = doctor(endpoint, {"--json"});
  const Result<Json> json = Json::parse(outcome.out);
  ASSERT_TRUE(json) << outcome.out;
  EXPECT_EQ((*json)["works"], Json(false));
  EXPECT_EQ((*json)["first_failure"], Json("call"));
  EXPECT_EQ((*json)["exit_code"], Json(7));
  EXPECT_EQ((*json)["steps"][0]["name"], Json("files"));
  EXPECT_EQ((*json)["steps"][0]["state"], Json("ok"));
  EXPECT_EQ(outcome.exit_code, 7);
}

TEST(Doctor, NamesACallThatIsDenied) {
  const Outcome outcome = doctor_with_fault("refuse=denied");
  EXPECT_THAT(first_line(outcome),
              AllOf(StartsWith("failed: call: PermissionDeniedError 403 AccessDeniedException"),
                    HasSubstr("no identity-based policy allows")));
  EXPECT_THAT(outcome.out, HasSubstr("fix: No policy of the user or role allows bedrock:InvokeModel."));
  EXPECT_EQ(outcome.exit_code, 7);
}

TEST(Doctor, NamesATokenThatHasExpired) {
  const Outcome outcome = doctor_with_fault("refuse=expired");
  EXPECT_THAT(first_line(outcome),
              AllOf(StartsWith("failed: identity: "), HasSubstr("ExpiredToken: The security token")));
  EXPECT_THAT(outcome.out, HasSubstr("renew AWS_ACCESS_KEY_ID"));
  EXPECT_THAT(line_of(outcome, "call"), HasSubstr("identity failed"));
  EXPECT_EQ(outcome.exit_code, 6);
}

TEST(Doctor, NamesARetentionThatTheModelRefuses) {
  LocalEndpoint endpoint;
  Outcome outcome = doctor(endpoint, {"--model", "claude-fable-5-1"});
  EXPECT_THAT(first_line(outcome),
              StartsWith("failed: data retention: data retention mode is inherit in us-east-1"));
  EXPECT_THAT(outcome.out, HasSubstr("fix: The account keeps data for a shorter time"));
  EXPECT_EQ(outcome.exit_code, 5);

  Variables variables = all_services_at(endpoint);
  outcome = run({"request", "PUT", "/data-retention", "--service", "bedrock", "--region", "us-east-1", "-H",
                 "content-type: application/json", "-d", R"({"mode":"aws_review"})"},
                variables);
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  outcome = doctor(endpoint, {"--model", "claude-fable-5-1"});
  EXPECT_EQ(first_line(outcome), "all is well") << outcome.out;
}

// Mantle's setting is another than the runtime's: each is asked for, and set, for itself.
TEST(Doctor, NamesMantlesOwnRetention) {
  LocalEndpoint endpoint;
  const std::vector<std::string> line = {"--platform", "mantle", "--model", "claude-fable-5-1"};
  const auto set = [&](const char* path, const char* service) {
    return run({"request", "PUT", path, "--service", service, "--region", "us-east-1", "-H",
                "content-type: application/json", "-d", R"({"mode":"aws_review"})"},
               all_services_at(endpoint));
  };
  ASSERT_EQ(set("/data-retention", "bedrock").exit_code, 0);
  Outcome outcome = doctor(endpoint, line);
  EXPECT_THAT(first_line(outcome),
              StartsWith("failed: data retention: data retention mode is inherit in us-east-1"));
  EXPECT_THAT(outcome.out, HasSubstr("PUT /v1/data_retention --service bedrock-mantle --region us-east-1"));
  EXPECT_EQ(outcome.exit_code, 5);

  outcome = set("/v1/data_retention", "bedrock-mantle");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  outcome = doctor(endpoint, line);
  EXPECT_EQ(first_line(outcome), "all is well") << outcome.out;
}

TEST(Doctor, NamesACallThatMantleDenies) {
  const Outcome outcome = doctor_with_fault("refuse=denied", {"--platform", "mantle"});
  EXPECT_THAT(first_line(outcome), AllOf(StartsWith("failed: call: PermissionDeniedError 403"),
                                         HasSubstr("bedrock-mantle:CreateInference on resource: "
                                                   "arn:aws:bedrock-mantle:us-east-1")));
}

TEST(Doctor, NamesAClockThatIsWrong) {
  const Outcome outcome = doctor_with_fault("skew=600");
  EXPECT_THAT(first_line(outcome), StartsWith("failed: clock: this machine's clock is "));
  EXPECT_THAT(first_line(outcome), HasSubstr("behind the server's"));
  EXPECT_THAT(line_of(outcome, "call"), HasSubstr("answered by"));
  EXPECT_EQ(outcome.exit_code, 6);
}

TEST(Doctor, NamesAPortThatRefuses) {
  const Outcome outcome = run({"doctor"}, {{"AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"},
                                           {"AWS_SECRET_ACCESS_KEY", "secret"},
                                           {"AWS_REGION", "us-east-1"},
                                           {"AWS_ENDPOINT_URL", "http://127.0.0.1:2"}});
  EXPECT_EQ(first_line(outcome), "failed: tcp: connection to 127.0.0.1:2 failed: refused");
  EXPECT_THAT(line_of(outcome, "call"), HasSubstr("tcp failed"));
  EXPECT_EQ(outcome.exit_code, 19);
}

TEST(Doctor, NamesTwoSourcesAtOdds) {
  LocalEndpoint endpoint;
  testing::TemporaryFolder folder;
  folder.write("config", "[profile dev]\nregion = eu-west-1\n");
  Variables variables = all_services_at(endpoint);
  variables["AWS_CONFIG_FILE"] = folder.file("config");
  variables["AWS_PROFILE"] = "dev";
  Outcome outcome = run({"doctor"}, variables);
  EXPECT_EQ(first_line(outcome),
            "works, with a warning: credentials: two sources at odds: the keys of the environment win over "
            "AWS_PROFILE=dev");
  EXPECT_EQ(outcome.exit_code, 0);

  variables.erase("AWS_PROFILE");
  variables["AWS_DEFAULT_REGION"] = "eu-west-1";
  outcome = run({"doctor"}, variables);
  EXPECT_THAT(first_line(outcome),
              StartsWith("works, with a warning: region: two sources at odds: AWS_REGION is "));
}

TEST(Doctor, NamesACertificateThatIsNotTrusted) {
  testing::TestAuthority authority;
  testing::TemporaryFolder folder;
  folder.write("ca.pem", authority.pem());
  testing::LoopbackServer server(
      [](testing::Connection& connection) {
        while (!connection.read_request().empty())
          connection.write("HTTP/1.1 503 Down\r\ncontent-length: 0\r\n\r\n");
      },
      authority.server_for("DNS:localhost"));
  Variables variables = {{"AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"},
                         {"AWS_SECRET_ACCESS_KEY", "secret"},
                         {"AWS_REGION", "us-east-1"},
                         {"AWS_MAX_ATTEMPTS", "1"},
                         {"AWS_ENDPOINT_URL", "https://localhost:" + std::to_string(server.port())}};
  Outcome outcome = run({"doctor"}, variables);
  EXPECT_THAT(
      first_line(outcome),
      StartsWith("failed: tls: APIConnectionError: TLS: the certificate of localhost is not trusted"));
  EXPECT_THAT(outcome.out, HasSubstr("AWS_CA_BUNDLE"));
  EXPECT_EQ(outcome.exit_code, 19);

  variables["AWS_CA_BUNDLE"] = folder.file("ca.pem");
  outcome = run({"doctor"}, variables);
  EXPECT_THAT(line_of(outcome, "tls"), HasSubstr("the certificate of localhost is trusted"));
  variables["AWS_CA_BUNDLE"] = folder.file("none.pem");
  outcome = run({"doctor"}, variables);
  EXPECT_THAT(first_line(outcome),
              AllOf(StartsWith("failed: certificates: "), HasSubstr("none.pem is not there")));
  EXPECT_EQ(outcome.exit_code, 3);
}

// The troubleshooting chapter of the edition for Python: what went wrong there is named here.
TEST(Doctor, NamesWhatTheAccountIsRefusedFor) {
  const std::pair<const char*, const char*> cases[] = {
      {"refuse=use-case",
       "failed: call: NotFoundError 404 ResourceNotFoundException: Model use case details"},
      {"refuse=payment", "failed: agreement: the agreement for "},
      {"refuse=account", "failed: agreement: the account is not authorized for "},
      {"refuse=marketplace",
       "failed: call: PermissionDeniedError 403 AccessDeniedException: Model access is denied"},
      {"refuse=access",
       "failed: call: PermissionDeniedError 403 AccessDeniedException: You don't have access"},
      {"refuse=scp", "failed: call: PermissionDeniedError 403 AccessDeniedException: User: "},
      {"refuse=legacy",
       "failed: call: NotFoundError 404 ResourceNotFoundException: Access denied. This Model"},
      {"refuse=tokens-per-day",
       "failed: call: RateLimitError 429 ThrottlingException: Too many tokens per day"},
      {"refuse=requests", "failed: call: RateLimitError 429 ThrottlingException: Too many requests"},
      {"refuse=unknown-key", "failed: identity: AuthenticationError 403 InvalidClientTokenId"},
  };
  for (const auto& [fault, line] : cases) {
    const Outcome outcome = doctor_with_fault(fault);
    EXPECT_THAT(first_line(outcome), StartsWith(line)) << fault << "\n" << outcome.out;
    EXPECT_THAT(outcome.out, HasSubstr("fix: ")) << fault;
  }
}

TEST(Doctor, NamesMissingCredentialsRegionsAndModels) {
  LocalEndpoint endpoint;
  Variables variables = all_services_at(endpoint);
  EXPECT_THAT(first_line(run({"doctor", "--model", "anthropic.claude-3-haiku-20240307-v1:0"}, variables)),
              StartsWith("failed: model: "));
  variables.erase("AWS_REGION");
  EXPECT_THAT(first_line(run({"doctor"}, variables)), StartsWith("failed: region: "));
  variables["AWS_REGION"] = "us-east-1";
  variables.erase("AWS_ACCESS_KEY_ID");
  variables.erase("AWS_SECRET_ACCESS_KEY");
  const Outcome outcome = run({"doctor"}, variables);
  EXPECT_THAT(first_line(outcome),
              StartsWith("failed: credentials: CredentialsError: no AWS credentials found"));
  EXPECT_EQ(outcome.exit_code, 4);
}

TEST(Doctor, CallsNothingIfAskedNotTo) {
  LocalEndpoint endpoint({}, {"--verbose"});
  const Outcome outcome = doctor(endpoint, {"--no-invoke"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.out;
  EXPECT_THAT(line_of(outcome, "call"), HasSubstr("not asked for"));
  endpoint.program().send_signal(SIGTERM);
  EXPECT_THAT(endpoint.program().finish().err, Not(HasSubstr("/invoke")));
}

TEST(Doctor, NamesAGuardrailThatIsNotThere) {
  const Outcome outcome = doctor_with_fault("refuse=guardrail", {"--guardrail", "abc:1"});
  EXPECT_THAT(first_line(outcome), StartsWith("failed: guardrail: BadRequestError 400 ValidationException"));
  EXPECT_THAT(line_of(outcome, "call"), HasSubstr("answered by"));
  EXPECT_THAT(outcome.out, HasSubstr("fix: There is no such guardrail"));
}

TEST(Doctor, RefusesAGuardrailWithoutAVersion) {
  EXPECT_EQ(run({"doctor", "--guardrail", "abc"}).exit_code, 2);
}

TEST(Doctor, EndsOnCtrlCAndWhenItsReaderGoesAway) {
  std::counting_semaphore<> asked(0);
  testing::LoopbackServer silent([&asked](testing::Connection& connection) {
    connection.read_request();
    asked.release();
    connection.wait_for_stop();
  });
  RunningProgram program({"doctor"}, {{"AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"},
                                      {"AWS_SECRET_ACCESS_KEY", "secret"},
                                      {"AWS_REGION", "us-east-1"},
                                      {"AWS_ENDPOINT_URL", silent.url("")}});
  asked.acquire();
  program.send_signal(SIGINT);
  Outcome outcome = program.finish();
  EXPECT_EQ(outcome.exit_code, 130) << outcome.out;
  EXPECT_EQ(outcome.out + outcome.err, "");

  LocalEndpoint quick;
  RunningProgram unread({"doctor"}, all_services_at(quick));
  unread.close_output();
  outcome = unread.finish();
  EXPECT_EQ(outcome.exit_code, 141);
  EXPECT_EQ(outcome.err, "");
}

}  // namespace
}  // namespace anthropic::internal::cli
