#include "cli/errors/report_error.hpp"

#include <cstdio>
#include <gmock/gmock.h>
#include <unistd.h>

#include "cli/errors/exit_codes.hpp"

namespace anthropic::internal::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct Printed {
  int exit_code;
  std::string text;
};

template <class Print>
Printed printed(Print print) {
  std::FILE* file = std::tmpfile();
  Output output(fileno(file));
  Printed result = {print(output), {}};
  std::rewind(file);
  char buffer[4096];
  result.text.assign(buffer, std::fread(buffer, 1, sizeof buffer, file));
  std::fclose(file);
  return result;
}

TEST(ReportError, PutsTheErrorOnOneLineAndTheHintBelow) {
  Error error;
  error.kind = ErrorKind::rate_limit;
  error.status = 429;
  error.code = "ThrottlingException";
  error.message = "Too many\nrequests";
  error.hint = "Wait.\nOr ask AWS for more.";
  const Printed result = printed([&](Output& err) { return report_error(err, error); });
  EXPECT_EQ(result.exit_code, exit_code(ErrorKind::rate_limit));
  EXPECT_EQ(result.text,
            "claude-bedrock: RateLimitError 429 ThrottlingException: Too many requests\n"
            "hint: Wait.\n      Or ask AWS for more.\n");
}

TEST(ReportError, NamesTheOptionOfTheProgram) {
  const Error error{.kind = ErrorKind::configuration,
                    .message = "no AWS region is set; looked at: the option aws_region, AWS_REGION"};
  const Printed result = printed([&](Output& err) { return report_error(err, error); });
  EXPECT_EQ(result.text,
            "claude-bedrock: ConfigurationError: no AWS region is set; looked at: --region, AWS_REGION\n");
}

TEST(ReportError, HasNoHintLineWithoutAHint) {
  Error error;
  error.kind = ErrorKind::connection;
  error.message = "refused";
  const Printed result = printed([&](Output& err) { return report_error(err, error); });
  EXPECT_EQ(result.text, "claude-bedrock: APIConnectionError: refused\n");
}

TEST(ReportError, LetsNoServerSteerTheTerminal) {
  Error error;
  error.kind = ErrorKind::api_status;
  error.status = 418;
  error.message = "\x1b]0;owned\x07";
  error.hint = "\x1b[2J";
  const Printed result = printed([&](Output& err) { return report_error(err, error); });
  EXPECT_THAT(result.text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(result.text, Not(HasSubstr("\x07")));
}

TEST(ReportUsage, IsExitCodeTwoWithoutAClassName) {
  const Printed result =
      printed([](Output& err) { return report_usage(err, usage_error("no such file", "look again")); });
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_EQ(result.text, "claude-bedrock: no such file\nhint: look again\n");
}

TEST(Console, SaysThatStandardOutputIsFull) {
  std::FILE* full = std::fopen("/dev/full", "w");
  ASSERT_NE(full, nullptr);
  Output out(fileno(full));
  EXPECT_FALSE(out.write("text"));
  EXPECT_FALSE(out.write("more"));
  const Printed result = printed([&](Output& err) {
    Console console = {out, err};
    return console.finish(kExitOk);
  });
  std::fclose(full);
  EXPECT_EQ(result.exit_code, kExitUnexpected);
  EXPECT_EQ(result.text, "claude-bedrock: cannot write to standard output: No space left on device\n");
}

}  // namespace
}  // namespace anthropic::internal::cli
