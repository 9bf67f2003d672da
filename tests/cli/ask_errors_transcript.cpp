// How `claude-bedrock ask` fails: one line, the hint below, an exit code for each kind of error.
#include <gmock/gmock.h>

#include "cli/running_program.hpp"

namespace anthropic::internal::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr std::string_view kReplies =
    R"({"rules": [{"reply": {"text": ["first ", "second ", "third ", "fourth"]}}]})";

struct Case {
  const char* fault;
  int exit_code;
  const char* begins;  // the error, after "claude-bedrock: "
  const char* out;     // what had arrived
};

class FaultTranscript : public ::testing::TestWithParam<Case> {};

TEST_P(FaultTranscript, HasItsExitCode) {
  const Case& expected = GetParam();
  LocalEndpoint endpoint(kReplies, {"--fault", expected.fault});
  const Outcome outcome = run({"ask", "--max-retries", "0", "go"}, endpoint.variables());
  EXPECT_EQ(outcome.exit_code, expected.exit_code) << outcome.err;
  EXPECT_THAT(outcome.err, StartsWith("claude-bedrock: " + std::string(expected.begins)));
  EXPECT_EQ(outcome.out, expected.out);
}

INSTANTIATE_TEST_SUITE_P(
    Faults, FaultTranscript,
    ::testing::Values(
        Case{"throttle", 13, "RateLimitError 429 ThrottlingException: ", ""},
        Case{"status=400", 5, "BadRequestError 400 ", ""},
        Case{"status=403", 7, "PermissionDeniedError 403 ", ""},
        Case{"status=404", 8, "NotFoundError 404 ", ""},
        Case{"status=408", 9, "RequestTimeoutError 408 ", ""},
        Case{"status=409", 10, "ConflictError 409 ", ""},
        Case{"status=413", 11, "RequestTooLargeError 413 ", ""},
        Case{"status=422", 12, "UnprocessableEntityError 422 ", ""},
        Case{"status=424", 14, "InternalServerError 424 ", ""},
        Case{"status=500", 14, "InternalServerError 500 ", ""},
        Case{"status=503", 15, "ServiceUnavailableError 503 ", ""},
        Case{"status=504", 16, "DeadlineExceededError 504 ", ""},
        Case{"status=529", 17, "OverloadedError 529 ", ""}, Case{"status=418", 18, "APIStatusError 418", ""},
        Case{"html-500", 14, "InternalServerError 500", ""}, Case{"reset", 19, "APIConnectionError: ", ""},
        Case{"no-stop", 21, "IncompleteStreamError", "first second third fourth\n"},
        Case{"bad-crc,after=2", 22, "APIResponseValidationError", "first second \n"},
        Case{"exception=throttlingException,after=2", 13, "RateLimitError 429 ", "first second \n"},
        Case{"exception=modelTimeoutException,after=1", 9, "RequestTimeoutError 408 ", "first \n"},
        Case{"exception=serviceUnavailableException,after=1", 15, "ServiceUnavailableError 503 ", "first \n"},
        Case{"error-frame,after=1", 14, "InternalServerError 500 ", "first \n"}),
    [](const auto& info) {
      std::string name;
      for (const char c : std::string_view(info.param.fault)) {
        if (std::isalnum(static_cast<unsigned char>(c))) name += c;
      }
      return name;
    });

TEST(AskErrors, SomethingCutOffIsNotAnAnswer) {
  LocalEndpoint endpoint(kReplies, {"--fault", "cut-after=1000"});
  const Outcome outcome = run({"ask", "--max-retries", "0", "go"}, endpoint.variables());
  EXPECT_EQ(outcome.exit_code, 21) << outcome.err;
  EXPECT_THAT("first second third fourth\n", StartsWith(outcome.out.substr(0, outcome.out.find('\n'))));
  const Outcome json = run({"ask", "--json", "--max-retries", "0", "go"}, endpoint.variables());
  EXPECT_EQ(json.exit_code, 21);
  EXPECT_EQ(json.out, "") << "half a message is no JSON";
}

TEST(AskErrors, ATimeOutHasACodeOfItsOwn) {
  LocalEndpoint endpoint(kReplies, {"--fault", "stall=20"});
  const Outcome outcome = run({"ask", "--max-retries", "0", "--timeout", "0.2", "go"}, endpoint.variables());
  EXPECT_EQ(outcome.exit_code, 20) << outcome.err;
  EXPECT_THAT(outcome.err, StartsWith("claude-bedrock: APITimeoutError"));
}

TEST(AskErrors, AreRetriedAndCounted) {
  LocalEndpoint endpoint(kReplies, {"--fault", "throttle/2"});
  const Outcome outcome = run({"ask", "--max-retries", "2", "go"}, endpoint.variables());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  LocalEndpoint always(kReplies, {"--fault", "status=503"});
  EXPECT_THAT(run({"ask", "--max-retries", "1", "go"}, always.variables()).err, HasSubstr("2 attempts"));
}

TEST(AskErrors, SayWhatToDoWithoutARegionOrCredentials) {
  const Outcome no_region = run({"ask", "Hi"});
  EXPECT_EQ(no_region.exit_code, 3);
  EXPECT_THAT(no_region.err, HasSubstr("AWS_REGION"));
  EXPECT_THAT(no_region.err, HasSubstr("looked at: --region, AWS_REGION"));
  EXPECT_THAT(no_region.err, HasSubstr("\nhint: "));
  const Outcome no_keys = run({"ask", "--region", "us-east-1", "Hi"});
  EXPECT_EQ(no_keys.exit_code, 4);
  EXPECT_THAT(no_keys.err, HasSubstr("AWS_ACCESS_KEY_ID"));
  EXPECT_THAT(no_keys.err, HasSubstr("\nhint: "));
}

TEST(AskErrors, AWrongSecretIsAnAuthenticationError) {
  LocalEndpoint endpoint;
  Variables variables = endpoint.variables();
  variables["AWS_SECRET_ACCESS_KEY"] = "wrong";
  const Outcome outcome = run({"ask", "--max-retries", "0", "Hi"}, variables);
  EXPECT_EQ(outcome.exit_code, 6) << outcome.err;
  EXPECT_THAT(outcome.err, StartsWith("claude-bedrock: AuthenticationError 403 InvalidSignatureException"));
}

TEST(AskErrors, NobodyListensThere) {
  const Variables keys = {{"AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"}, {"AWS_SECRET_ACCESS_KEY", "secret"}};
  const Outcome outcome = run(
      {"ask", "--region", "us-east-1", "--endpoint-url", "http://127.0.0.1:1", "--max-retries", "0", "Hi"},
      keys);
  EXPECT_EQ(outcome.exit_code, 19) << outcome.err;
}

TEST(AskErrors, ARetiredModelNamesItsSuccessor) {
  LocalEndpoint endpoint;
  const Outcome outcome =
      run({"ask", "--model", "anthropic.claude-3-haiku-20240307-v1:0", "Hi"}, endpoint.variables());
  EXPECT_EQ(outcome.exit_code, 8) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("claude-haiku-5-5"));
}

struct Mistake {
  std::vector<std::string> arguments;
  std::string_view input;
  const char* message;
};

TEST(AskErrors, MistakesOfUsageAreSaidBeforeAnythingIsSent) {
  const TemporaryFolder folder;
  const std::string binary = folder.write("program", std::string_view("\x7F"
                                                                      "ELF\0",
                                                                      5));
  const Mistake mistakes[] = {
      {{"ask"}, "", "the prompt is empty"},
      {{"ask", ""}, "", "the prompt is empty"},
      {{"ask", "-"}, " \n", "the prompt is empty"},
      {{"ask"}, "caf\xE9", "standard input is not UTF-8: byte 4 cannot be read"},
      {{"ask", "caf\xE9"}, "", "the prompt is not UTF-8: byte 4 cannot be read"},
      {{"ask", "-f", folder.path(), "x"}, "", "Is a directory"},
      {{"ask", "-f", folder.file("none"), "x"}, "", "No such file or directory"},
      {{"ask", "-f", binary, "x"}, "", "is neither UTF-8 text, nor a PDF, nor an image that Claude takes"},
      {{"ask", "--temperature", "2", "x"}, "", "--temperature"},
      {{"ask", "--schema", "-", "x"}, "{}", "--schema takes the name of a file, not - for standard input"},
      {{"ask", "--yes", "--tool", "-", "x"}, "{}", "--tool takes the name of a file, not - for"},
      {{"aks", "x"}, "", "there is no command aks"},
  };
  for (const Mistake& mistake : mistakes) {
    const Outcome outcome = run(mistake.arguments, {}, mistake.input);
    EXPECT_EQ(outcome.exit_code, 2) << mistake.message;
    EXPECT_THAT(outcome.err, StartsWith("claude-bedrock: "));
    EXPECT_THAT(outcome.err, HasSubstr(mistake.message));
    EXPECT_EQ(outcome.out, "");
  }
}

}  // namespace
}  // namespace anthropic::internal::cli
