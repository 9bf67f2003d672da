// `batch --engine anthropic`: Message Batches of Anthropic's own API, which the local endpoint serves too.
#include <csignal>
#include <gmock/gmock.h>

#include "cli/batch_results.hpp"
#include "cli/running_program.hpp"

namespace anthropic::internal::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class MessageBatchesTest : public ::testing::Test {
 protected:
  Outcome batch(std::vector<std::string> more = {}) {
    std::vector<std::string> all = {"batch",    in_,         "-o",     folder_.file("out.jsonl"),
                                    "--engine", "anthropic", "--poll", "0.05"};
    all.insert(all.end(), more.begin(), more.end());
    return run(all, variables());
  }
  Variables variables() {
    return {{"ANTHROPIC_API_KEY", "sk-test"}, {"ANTHROPIC_BASE_URL", endpoint_.url()}};
  }
  void wait_until_submitted() const {
    for (int i = 0; i < 3000; ++i) {
      if (folder_.read("out.jsonl.batches").find("msgbatch") != std::string::npos) return;
      ::usleep(10'000);
    }
    ADD_FAILURE() << "no batch was submitted";
  }
  Results results() const { return read_results(folder_.read("out.jsonl")); }
  bool has_file(const char* name) const { return std::filesystem::exists(folder_.file(name)); }

  LocalEndpoint endpoint_{R"({"rules": [{"reply": {"text": "fine"}}]})", {"--api-key", "sk-test"}};
  TemporaryFolder folder_;
  std::string in_ = folder_.write(
      "in.jsonl",
      R"({"custom_id": "any id, äöü", "params": {"messages": [{"role": "user", "content": "one"}]}}
{"prompt": "two"}
broken
{"recordId": "d", "modelInput": {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 9, "messages": [{"role": "user", "content": "four"}]}}
)");
};

TEST_F(MessageBatchesTest, SubmitsFollowsAndBringsHome) {
  const Outcome outcome = batch();
  EXPECT_EQ(outcome.exit_code, 23) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr(" has 3 requests\n"));
  EXPECT_THAT(outcome.err, HasSubstr("4 lines: 3 succeeded, 1 failed\n"));
  const Results all = results();
  EXPECT_EQ(all.succeeded, (std::set<std::uint64_t>{1, 2, 4}));
  EXPECT_EQ(all.by_line.at(1)["custom_id"], Json("any id, äöü"));
  EXPECT_EQ(all.by_line.at(4)["result"]["message"]["content"][0]["text"], Json("fine"));
  EXPECT_FALSE(has_file("out.jsonl.batches"));
  EXPECT_THAT(batch().err,
              HasSubstr("4 lines: 3 succeeded (3 before this run), 1 failed (1 before this run)\n"));
}

TEST_F(MessageBatchesTest, WhatMeansNothingThereIsRefusedBeforeAnythingIsSent) {
  struct Vain {
    std::vector<std::string> arguments;
    const char* says;
  };
  const Vain vain[] = {
      {{"--guardrail", "abc123:1"}, "--guardrail: Message Batches of Anthropic's own API take none"},
      {{"--service-tier", "flex"},
       "--service-tier: Message Batches of Anthropic's own API have none of these tiers"},
      {{"--platform", "mantle"}, "--platform mantle does not go with --engine anthropic"},
      {{"--platform", "aws"}, "--platform aws does not go with --engine anthropic"},
      {{"--platform", "bedrock-messages"}, "--platform bedrock-messages does not go with --engine anthropic"},
      {{"--region", "eu-west-1"}, "--engine anthropic knows no --region and no --profile"},
      {{"--profile", "work"}, "--engine anthropic knows no --region and no --profile"},
      {{"--local"}, "--local knows Bedrock only"},
      {{"--tag", "team=red"}, "--s3-input, --s3-output, --role-arn, --job-name and --tag are for jobs"},
  };
  for (const Vain& one : vain) {
    std::vector<std::string> dry = one.arguments;
    dry.push_back("--dry-run");
    for (const std::vector<std::string>& arguments : {one.arguments, dry}) {
      const Outcome outcome = batch(arguments);
      EXPECT_EQ(outcome.exit_code, 2) << outcome.err;
      EXPECT_THAT(outcome.err,
                  ::testing::StartsWith(std::string("claude-bedrock: ") + one.says + "\nhint: "));
    }
  }
  EXPECT_FALSE(has_file("out.jsonl"));
  EXPECT_FALSE(has_file("out.jsonl.batches"));
  EXPECT_EQ(batch({"--platform", "anthropic", "--cache", "5m", "--dry-run"}).exit_code, 23)
      << "these say what is so, and mean something";
}

TEST_F(MessageBatchesTest, FollowsTheSameBatchAfterItsEnd) {
  std::string id;
  {
    RunningProgram program(
        {"batch", in_, "-o", folder_.file("out.jsonl"), "--engine", "anthropic", "--poll", "600"},
        variables());
    wait_until_submitted();
    program.send_signal(SIGKILL);
    program.finish();
    const Json state = *Json::parse(folder_.read("out.jsonl.batches"));
    id = state["submitted"][0]["id"].string_or("");
  }
  const Outcome outcome = batch();
  EXPECT_EQ(outcome.exit_code, 23) << outcome.err;
  EXPECT_THAT(outcome.err, Not(HasSubstr(" requests\n"))) << "it was submitted twice";
  EXPECT_EQ(results().succeeded, (std::set<std::uint64_t>{1, 2, 4}));

  const Outcome elsewhere = run({"batch", "--engine", "anthropic", "--job", id, "-o",
                                 folder_.file("elsewhere.jsonl"), "--poll", "0.05"},
                                variables());
  EXPECT_EQ(elsewhere.exit_code, 0) << elsewhere.err;
  EXPECT_EQ(read_results(folder_.read("elsewhere.jsonl")).succeeded, (std::set<std::uint64_t>{1, 2, 4}));
}

TEST_F(MessageBatchesTest, FindsABatchThatHadArrivedBeforeItWasNoted) {
  {
    RunningProgram program(
        {"batch", in_, "-o", folder_.file("out.jsonl"), "--engine", "anthropic", "--poll", "600"},
        variables());
    wait_until_submitted();
    program.send_signal(SIGKILL);
    program.finish();
  }
  // As if the program had been killed between the answer and the note of it.
  folder_.write(
      "out.jsonl.batches",
      R"({"submitted": [], "pending": {"requests": 3, "last_line": 4, "since": "2026-01-01T00:00:00Z"}})");
  const Outcome outcome = batch();
  EXPECT_EQ(outcome.exit_code, 23) << outcome.err;
  EXPECT_THAT(outcome.err, Not(HasSubstr(" requests\n"))) << "it was submitted twice";
  EXPECT_EQ(results().succeeded, (std::set<std::uint64_t>{1, 2, 4}));
}

TEST_F(MessageBatchesTest, StopsABatch) {
  {
    RunningProgram program(
        {"batch", in_, "-o", folder_.file("out.jsonl"), "--engine", "anthropic", "--poll", "600"},
        variables());
    wait_until_submitted();
    program.send_signal(SIGINT);
    const Outcome outcome = program.finish();
    EXPECT_EQ(outcome.exit_code, 130);
    EXPECT_THAT(outcome.err, HasSubstr("the batches go on without this program"));
  }
  const Outcome outcome = batch({"--stop-job"});
  EXPECT_EQ(outcome.exit_code, 23) << outcome.err;
  EXPECT_FALSE(has_file("out.jsonl.batches"));
  EXPECT_EQ(batch({"--stop-job"}).exit_code, 2);
}

TEST_F(MessageBatchesTest, EndsWithoutAKey) {
  const Outcome outcome = run({"batch", in_, "-o", folder_.file("out.jsonl"), "--engine", "anthropic"}, {});
  EXPECT_NE(outcome.exit_code, 0);
  EXPECT_THAT(outcome.err, HasSubstr("ANTHROPIC_API_KEY"));
  EXPECT_EQ(batch().exit_code, 23);
}

}  // namespace
}  // namespace anthropic::internal::cli
