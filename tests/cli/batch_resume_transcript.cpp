// `batch` goes on whatever ended the run before it, and asks for nothing that it could not keep.
#include <csignal>
#include <gmock/gmock.h>
#include <unistd.h>

#include "cli/batch_results.hpp"
#include "cli/counting_endpoint.hpp"
#include "cli/fake_aws.hpp"
#include "cli/running_program.hpp"
#include "support/file_size_limit.hpp"

namespace anthropic::internal::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

class BatchResumeTest : public ::testing::Test {
 protected:
  Outcome batch(const Variables& variables, std::vector<std::string> more = {}) {
    return run(command(std::move(more)), variables);
  }
  std::vector<std::string> command(std::vector<std::string> more = {}) const {
    std::vector<std::string> all = {"batch", in_, "-o", folder_.file("out.jsonl"), "--max-retries", "0"};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
  std::string out() const { return folder_.read("out.jsonl"); }
  std::string failed() const { return folder_.read("out.failed.jsonl"); }

  TemporaryFolder folder_;
  std::string in_ =
      folder_.write("in.jsonl", "{\"id\": \"a\", \"prompt\": \"one\"}\n{\"prompt\": \"two\"}\n");
};

TEST_F(BatchResumeTest, GoesOnAfterRunsThatAnsweredNothing) {
  const CountingEndpoint good;
  Variables nobody = good.variables();
  nobody["AWS_ENDPOINT_URL_BEDROCK_RUNTIME"] = "http://127.0.0.1:1";
  const CountingEndpoint unavailable("status=503");
  for (const Variables& bad : {nobody, unavailable.variables(), nobody}) {
    const Outcome outcome = batch(bad);
    EXPECT_EQ(outcome.exit_code, 23) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("2 lines: 0 succeeded, 2 failed"));
    EXPECT_EQ(read_results(out()).failed, (std::set<std::uint64_t>{1, 2}));
    EXPECT_THAT(failed(), HasSubstr("\"prompt\": \"two\""));
  }
  const Outcome outcome = batch(good.variables());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(read_results(out()).succeeded, (std::set<std::uint64_t>{1, 2}));
  EXPECT_THAT(failed(), IsEmpty());
}

TEST_F(BatchResumeTest, GoesOnAfterARunThatWasKilledBeforeAnAnswer) {
  const CountingEndpoint good;
  Variables nobody = good.variables();
  nobody["AWS_ENDPOINT_URL_BEDROCK_RUNTIME"] = "http://127.0.0.1:1";
  EXPECT_EQ(batch(nobody).exit_code, 23);
  // One line is corrected, so that the old failed lines are not those of the input any more.
  folder_.write("in.jsonl", "{\"id\": \"a\", \"prompt\": \"1\"}\n{\"prompt\": \"2\"}\n");
  {
    const CountingEndpoint silent("stall=600");
    RunningProgram program(command(), silent.variables());
    for (int i = 0; i < 3000 && silent.requests() < 2 && !out().empty(); ++i) ::usleep(10'000);
    EXPECT_THAT(out(), IsEmpty());
    program.send_signal(SIGKILL);
    EXPECT_EQ(program.finish().exit_code, 128 + SIGKILL);
  }
  const Outcome outcome = batch(good.variables());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(read_results(out()).succeeded, (std::set<std::uint64_t>{1, 2}));
}

TEST_F(BatchResumeTest, ItsOwnFailedLinesAreKnownWithoutTheResults) {
  const CountingEndpoint good;
  Variables nobody = good.variables();
  nobody["AWS_ENDPOINT_URL_BEDROCK_RUNTIME"] = "http://127.0.0.1:1";
  for (const bool is_there : {true, false}) {
    EXPECT_EQ(batch(nobody).exit_code, 23);
    if (is_there) folder_.write("out.jsonl", "");
    if (!is_there) std::filesystem::remove(folder_.file("out.jsonl"));
    const Outcome outcome = batch(good.variables());
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    std::filesystem::remove(folder_.file("out.jsonl"));
  }
}

TEST_F(BatchResumeTest, ChangesNothingWhereAFileIsForeign) {
  const CountingEndpoint good;
  Variables nobody = good.variables();
  nobody["AWS_ENDPOINT_URL_BEDROCK_RUNTIME"] = "http://127.0.0.1:1";
  EXPECT_EQ(batch(nobody).exit_code, 23);
  const std::string torn = out() + "{\"line\":7,\"dig";
  folder_.write("out.jsonl", torn);
  const std::string own = failed();
  for (const std::string& foreign :
       {std::string("of another batch\n"), own + "{\"prompt\": \"corrected by hand\"}\n",
        std::string("{\"custom_id\":\"line-2-00000000\",\"prompt\": \"two\"}\n")}) {
    const std::string file = folder_.write("foreign.jsonl", foreign);
    const Outcome outcome = batch(good.variables(), {"--failed", file});
    EXPECT_EQ(outcome.exit_code, 2) << foreign;
    EXPECT_THAT(outcome.err, HasSubstr("holds lines that are not of this batch"));
    EXPECT_THAT(outcome.err, HasSubstr("name another file with --failed"));
    EXPECT_EQ(folder_.read("foreign.jsonl"), foreign);
    EXPECT_EQ(out(), torn);
    EXPECT_EQ(failed(), own);
  }
  EXPECT_EQ(good.requests(), 0U);
  const Outcome outcome = batch(good.variables());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("was not whole and was cut off (14 bytes)"));
  EXPECT_EQ(read_results(out()).succeeded, (std::set<std::uint64_t>{1, 2}));
}

TEST_F(BatchResumeTest, AQuotaByTheDayEndsItAndLeavesTheLinesForTomorrow) {
  FakeAws used_up({answer(429, R"({"message": "Too many tokens per day, please wait before trying again.",
                                   "__type": "ThrottlingException"})")});
  const Outcome outcome = batch(used_up.variables(), {"--concurrency", "1", "--max-retries", "5"});
  EXPECT_EQ(outcome.exit_code, 13) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("2 lines: 0 succeeded, 0 failed, 2 left"));
  EXPECT_THAT(outcome.err, HasSubstr("Too many tokens per day"));
  EXPECT_THAT(outcome.err, HasSubstr("the same command goes on from there"));
  EXPECT_EQ(used_up.requests().size(), 1U);
  EXPECT_THAT(out(), IsEmpty());
  const CountingEndpoint good;
  EXPECT_EQ(batch(good.variables()).exit_code, 0);
}

TEST_F(BatchResumeTest, AFileThatMayNotGrowEndsItWithAnError) {
  const CountingEndpoint good;
  std::string lines;
  for (int i = 0; i < 100; ++i) lines += "no JSON\n";
  folder_.write("in.jsonl", lines);
  const testing::FileSizeLimit limit(8192);
  const Outcome outcome = batch(good.variables());
  EXPECT_EQ(outcome.exit_code, 1) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("out.jsonl: File too large\nhint: a file may not be that large here"));
  EXPECT_GT(read_results(out()).failed.size(), 10U);
}

TEST_F(BatchResumeTest, AsksNothingThatItCouldNotKeep) {
  const CountingEndpoint endpoint("stall=0.05");
  std::string lines;
  for (int i = 0; i < 60; ++i) lines += "{\"prompt\": \"question " + std::to_string(i) + "\"}\n";
  folder_.write("in.jsonl", lines);
  {
    const testing::FileSizeLimit limit(2048);
    const Outcome outcome = batch(endpoint.variables(), {"--max-tokens", "100"});
    EXPECT_EQ(outcome.exit_code, 1) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("File too large"));
    EXPECT_EQ(endpoint.requests(), 0U);
  }
  {
    const testing::FileSizeLimit limit(20'000);
    for (int i = 0; i < 3; ++i) {
      const Outcome outcome = batch(endpoint.variables(), {"--max-tokens", "100"});
      EXPECT_EQ(outcome.exit_code, 1) << outcome.err;
      EXPECT_THAT(outcome.err, HasSubstr("the same command goes on from there"));
      EXPECT_EQ(read_results(out()).succeeded.size(), endpoint.answered()) << "an answer was lost";
    }
    EXPECT_GT(endpoint.answered(), 4U);
    EXPECT_LT(endpoint.answered(), 60U);
  }
  EXPECT_EQ(batch(endpoint.variables(), {"--max-tokens", "100"}).exit_code, 0);
  EXPECT_EQ(endpoint.answered(), 60U);
}

}  // namespace
}  // namespace anthropic::internal::cli
