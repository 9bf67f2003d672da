// How `batch` looks on a terminal and in a pipe, and what Ctrl-C does.
#include <csignal>
#include <gmock/gmock.h>

#include "cli/batch_results.hpp"
#include "cli/running_program.hpp"

namespace anthropic::internal::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr auto kTerminal = RunningProgram::Through::terminal;

class BatchOnTerminal : public ::testing::Test {
 protected:
  explicit BatchOnTerminal(std::string fault = "stall=0.5") : endpoint_("", {"--fault", std::move(fault)}) {
    std::string prompts;
    for (int i = 0; i < 20; ++i) prompts += "{\"prompt\": \"question " + std::to_string(i) + "\"}\n";
    in_ = folder_.write("in.jsonl", prompts);
  }

  std::vector<std::string> command() const {
    return {"batch", in_, "-o", folder_.file("out.jsonl"), "--concurrency", "4"};
  }
  Variables variables(const char* name = "TERM", const char* value = "xterm") const {
    Variables all = endpoint_.variables();
    all["TERM"] = "xterm";
    all[name] = value;
    return all;
  }
  Results results() const { return read_results(folder_.read("out.jsonl")); }

  LocalEndpoint endpoint_;
  TemporaryFolder folder_;
  std::string in_;
};

TEST_F(BatchOnTerminal, ShowsABarThatIsWrittenOver) {
  RunningProgram program(command(), variables(), kTerminal);
  ASSERT_TRUE(program.read_until("/20  "));
  const Outcome outcome = program.finish();
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.out, HasSubstr("\r\x1b[K[####"));
  EXPECT_THAT(outcome.out, HasSubstr(" tokens in, "));
  EXPECT_THAT(outcome.out, HasSubstr("~$0.00"));
  EXPECT_THAT(outcome.out, HasSubstr("4 in flight"));
  EXPECT_THAT(outcome.out, HasSubstr(" s left"));
  EXPECT_THAT(outcome.out, HasSubstr("\r\x1b[K20 lines: 20 succeeded, 0 failed\r\n"));
  EXPECT_THAT(outcome.out, HasSubstr("(an estimate from prices of "));
}

TEST_F(BatchOnTerminal, PrintsPlainLinesWithNoColor) {
  RunningProgram program(command(), variables("NO_COLOR", "1"), kTerminal);
  const Outcome outcome = program.finish();
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.out, Not(HasSubstr("\x1b")));
  EXPECT_THAT(outcome.out, ::testing::ContainsRegex("[0-9]+/20  "));
}

TEST_F(BatchOnTerminal, PrintsPlainLinesInAPipe) {
  const Outcome outcome = run(command(), variables());
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.out, "");
  EXPECT_THAT(outcome.err, Not(HasSubstr("\x1b")));
  EXPECT_THAT(outcome.err, Not(HasSubstr("[#")));
  EXPECT_THAT(outcome.err, ::testing::ContainsRegex("[0-9]+/20  "));
  EXPECT_LE(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 12 + 2);
}

TEST_F(BatchOnTerminal, CtrlCFinishesWhatIsInFlight) {
  endpoint_.program().send_signal(SIGSTOP);  // What is in flight stays so until there was Ctrl-C.
  RunningProgram program(command(), variables(), kTerminal);
  ASSERT_TRUE(program.read_until("4 in flight"));
  program.write("\x03");
  ASSERT_TRUE(program.read_until("finishing 4 calls"));
  endpoint_.program().send_signal(SIGCONT);
  const Outcome outcome = program.finish();
  EXPECT_EQ(outcome.exit_code, 130) << outcome.out;
  EXPECT_THAT(outcome.out, HasSubstr("finishing 4 calls in flight; Ctrl-C again stops at once\r\n"));
  EXPECT_THAT(outcome.out, HasSubstr("20 lines: 4 succeeded, 0 failed, 16 left\r\n"));
  EXPECT_THAT(outcome.out, HasSubstr("the same command goes on from there"));
  EXPECT_EQ(results().succeeded.size(), 4U);
  EXPECT_EQ(run(command(), variables()).exit_code, 0);
  EXPECT_EQ(results().succeeded.size(), 20U);
}

class BatchOfSlowAnswers : public BatchOnTerminal {
 protected:
  BatchOfSlowAnswers() : BatchOnTerminal("stall=60") {}
};

TEST_F(BatchOfSlowAnswers, CtrlCTwiceStopsAtOnce) {
  RunningProgram program(command(), variables(), kTerminal);
  ASSERT_TRUE(program.read_until("4 in flight"));
  program.write("\x03");
  ASSERT_TRUE(program.read_until("Ctrl-C again stops at once"));
  const auto began = std::chrono::steady_clock::now();
  program.write("\x03");
  const Outcome outcome = program.finish();
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(30));
  EXPECT_EQ(outcome.exit_code, 130) << outcome.out;
  EXPECT_THAT(outcome.out, HasSubstr("20 lines: 0 succeeded, 0 failed, 20 left\r\n"));
  EXPECT_EQ(folder_.read("out.jsonl"), "");
}

}  // namespace
}  // namespace anthropic::internal::cli
