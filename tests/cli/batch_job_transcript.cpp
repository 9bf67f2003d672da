// `batch --engine bedrock`: a job is submitted, followed, stopped and brought home.
#include <algorithm>
#include <csignal>
#include <filesystem>
#include <gmock/gmock.h>
#include <set>
#include <sys/stat.h>

#include "cli/batch_results.hpp"
#include "cli/fake_bedrock_jobs.hpp"

namespace anthropic::internal::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;

constexpr const char* kArn = "arn:aws:bedrock:us-east-1:123456789012:model-invocation-job/job1";
constexpr const char* kRole = "arn:aws:iam::123456789012:role/batch";

class BatchJobTest : public ::testing::Test {
 protected:
  std::vector<std::string> command(std::vector<std::string> more = {}) {
    std::vector<std::string> all = {"batch",       in_,
                                    "-o",          folder_.file("out.jsonl"),
                                    "--engine",    "bedrock",
                                    "--s3-input",  "s3://bucket/in/",
                                    "--s3-output", "s3://bucket/out",
                                    "--role-arn",  kRole,
                                    "--poll",      "0.05"};
    const bool names_model = std::find(more.begin(), more.end(), "--model") != more.end();
    if (!names_model) all.insert(all.end(), {"--model", "claude-haiku-4-5"});
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
  Outcome batch(std::vector<std::string> more = {}) {
    return run(command(std::move(more)), aws_.variables());
  }
  void wait_until_submitted() const {
    for (int i = 0; i < 3000; ++i) {
      if (folder_.read("out.jsonl.job").find("job1") != std::string::npos) return;
      ::usleep(10'000);
    }
    ADD_FAILURE() << "no job was submitted";
  }
  Results results() { return read_results(folder_.read("out.jsonl")); }
  bool has_file(const char* name) const { return std::filesystem::exists(folder_.file(name)); }

  FakeBedrockJobs aws_;
  TemporaryFolder folder_;
  std::string in_ = folder_.write(
      "in.jsonl", R"({"custom_id": "a/1", "params": {"messages": [{"role": "user", "content": "one"}]}}
{"prompt": "two", "system": "Be brief"}
broken
{"id": "c", "prompt": "three", "model": "opus"}
{"recordId": "d", "modelInput": {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 9, "messages": [{"role": "user", "content": [{"type": "text", "text": "four"}]}]}}
)");
};

TEST_F(BatchJobTest, SubmitsFollowsAndBringsHome) {
  const Outcome outcome = batch({"--tag", "team=red"});
  EXPECT_EQ(outcome.exit_code, 23) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr(std::string("job ") + kArn + " has 3 records"));
  EXPECT_THAT(outcome.err, HasSubstr("note: 3 records; Bedrock takes jobs of at least 100"));
  EXPECT_THAT(outcome.err, HasSubstr("InProgress"));
  EXPECT_THAT(outcome.err, HasSubstr("the job is Completed\n"));
  EXPECT_THAT(outcome.err, HasSubstr("5 lines: 3 succeeded, 2 failed\n"));
  EXPECT_THAT(outcome.err, HasSubstr("line 4 (c): its model is us.anthropic."));
  EXPECT_THAT(outcome.err, HasSubstr("a job has one model"));
  const Results all = results();
  EXPECT_EQ(all.succeeded, (std::set<std::uint64_t>{1, 2, 5}));
  EXPECT_EQ(all.failed, (std::set<std::uint64_t>{3, 4}));
  EXPECT_EQ(all.by_line.at(1)["custom_id"], Json("a/1"));
  EXPECT_EQ(all.by_line.at(1)["result"]["message"]["content"][0]["text"], Json("fine"));

  ASSERT_EQ(aws_.creations().size(), 1U);
  const Json job = aws_.creations().front();
  EXPECT_EQ(job["roleArn"], Json(kRole));
  EXPECT_EQ(job["outputDataConfig"]["s3OutputDataConfig"]["s3Uri"], Json("s3://bucket/out/"));
  EXPECT_EQ(job["tags"], *Json::parse(R"([{"key": "team", "value": "red"}])"));
  EXPECT_THAT(job["modelId"].string_or(""), MatchesRegex("us\\.anthropic\\.claude-haiku-.*"));
  const std::string uri = job["inputDataConfig"]["s3InputDataConfig"]["s3Uri"].string_or("");
  EXPECT_THAT(uri, MatchesRegex("s3://bucket/in/claude-bedrock-[0-9TZ]+-[0-9a-f]+\\.jsonl"));
  const std::string records = aws_.objects()[uri.substr(4)];
  const std::string first = records.substr(0, records.find('\n'));
  EXPECT_THAT(
      first,
      MatchesRegex(
          R"(\{"recordId":"line-1-[0-9a-f]+-a/1","modelInput":\{"anthropic_version":"bedrock-2023-05-31","max_tokens":4096,"messages":\[\{"role":"user","content":"one"\}\]\}\})"));
  EXPECT_EQ(std::count(records.begin(), records.end(), '\n'), 3);
  EXPECT_FALSE(has_file("out.jsonl.job"));
  EXPECT_FALSE(has_file("out.jsonl.records"));

  const Outcome again = batch();
  EXPECT_EQ(again.exit_code, 23);
  EXPECT_EQ(aws_.creations().size(), 1U) << "there was nothing left to ask";
}

TEST_F(BatchJobTest, ItsRecordsTakeNobodysFile) {
  std::filesystem::create_symlink(folder_.write("mine", "my text"), folder_.file("out.jsonl.records"));
  EXPECT_EQ(batch().exit_code, 23);
  EXPECT_EQ(folder_.read("mine"), "my text");
  EXPECT_TRUE(std::filesystem::is_symlink(folder_.file("out.jsonl.records")));
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder_.path()))
    names.insert(entry.path().filename().string());
  EXPECT_EQ(names, (std::set<std::string>{"in.jsonl", "mine", "out.failed.jsonl", "out.jsonl",
                                          "out.jsonl.records"}));
}

TEST_F(BatchJobTest, WhatHoldsPromptsAndAnswersIsReadableByItsOwnerAlone) {
  const mode_t before = ::umask(0);
  EXPECT_EQ(batch().exit_code, 23);
  ::umask(before);
  for (const char* name : {"out.jsonl", "out.failed.jsonl"}) {
    struct stat status = {};
    ASSERT_EQ(::stat(folder_.file(name).c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777, 0600u) << name;
  }
}

TEST_F(BatchJobTest, AModelWithoutBatchInferenceIsRefusedBeforeAnythingIsSent) {
  const std::string expected =
      "claude-bedrock: model: Claude Haiku 5.5 has no batch inference on Bedrock\nhint: Use "
      "\"us.anthropic.claude-haiku-4-5-20251001-v1:0\", which has it, or send the requests one by one.\n";
  const std::string only_prompts = folder_.write("prompts.jsonl", "{\"prompt\": \"one\"}\n");
  const Outcome named = batch({"--model", "haiku"});
  EXPECT_EQ(named.exit_code, 2);
  EXPECT_EQ(named.err, expected);
  const Outcome dry = batch({"--model", "haiku", "--dry-run"});
  EXPECT_EQ(dry.exit_code, 2);
  EXPECT_EQ(dry.err, expected);

  // Nobody named a model: the default has no batch inference either.
  std::vector<std::string> arguments = command();
  arguments.resize(arguments.size() - 2);
  arguments[1] = only_prompts;
  const Outcome by_default = run(arguments, aws_.variables());
  EXPECT_NE(by_default.exit_code, 0);
  EXPECT_THAT(by_default.err, HasSubstr("Claude Haiku 5.5 has no batch inference on Bedrock"));
  EXPECT_THAT(by_default.err, HasSubstr("\"us.anthropic.claude-haiku-4-5-20251001-v1:0\""));
  EXPECT_EQ(aws_.creations().size(), 0U);
  EXPECT_TRUE(aws_.objects().empty());
  EXPECT_THAT(folder_.read("out.jsonl"), Not(HasSubstr("errored")))
      << "no line has failed: another model can still be asked";
}

TEST_F(BatchJobTest, WhatAJobWouldLeaveOutIsRefusedBeforeAnythingIsSent) {
  struct Vain {
    std::vector<std::string> arguments;
    const char* says;
    const char* hint;
  };
  const Vain vain[] = {
      {{"--guardrail", "abc123:1"},
       "--guardrail: jobs of Bedrock take none",
       "leave out --engine: each line"},
      {{"--service-tier", "default"},
       "--service-tier: jobs of Bedrock have none of these tiers",
       "leave it out"},
      {{"--cache", "1h"},
       "--cache: jobs of Bedrock have no prompt caching",
       "leave out --engine to ask each"},
      {{"--platform", "mantle"},
       "--platform mantle does not go with --engine bedrock",
       "leave out --platform"},
      {{"--platform", "aws"}, "--platform aws does not go with --engine bedrock", "leave out --platform"},
      {{"--platform", "anthropic"},
       "--platform anthropic does not go with --engine bedrock",
       "--engine anthropic"},
      {{"--platform", "bedrock-messages"},
       "--platform bedrock-messages does not go with --engine bedrock",
       "leave out --platform"},
      {{"--local"}, "--local has no S3, which a job needs", "leave out --engine bedrock"},
  };
  for (const Vain& one : vain) {
    std::vector<std::string> dry = one.arguments;
    dry.push_back("--dry-run");
    for (const std::vector<std::string>& arguments : {one.arguments, dry}) {
      const Outcome outcome = batch(arguments);
      EXPECT_EQ(outcome.exit_code, 2) << outcome.err;
      EXPECT_THAT(outcome.err,
                  ::testing::StartsWith(std::string("claude-bedrock: ") + one.says + "\nhint: "));
      EXPECT_THAT(outcome.err, HasSubstr(one.hint));
    }
  }
  EXPECT_EQ(aws_.creations().size(), 0U);
  EXPECT_TRUE(aws_.objects().empty());
  EXPECT_FALSE(has_file("out.jsonl"));
}

TEST_F(BatchJobTest, AJobThatIsNotNamedIsNotTakenForSubmitted) {
  aws_.names_job = false;
  const Outcome outcome = batch();
  EXPECT_EQ(outcome.exit_code, 22) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("the answer to CreateModelInvocationJob has no jobArn"));
  EXPECT_THAT(outcome.err, Not(HasSubstr("to follow it from elsewhere")));

  aws_.names_job = true;
  EXPECT_EQ(batch().exit_code, 23);
  EXPECT_EQ(results().succeeded, (std::set<std::uint64_t>{1, 2, 5}));
  const std::vector<Json> creations = aws_.creations();
  ASSERT_EQ(creations.size(), 2U);
  EXPECT_EQ(creations[0]["clientRequestToken"], creations[1]["clientRequestToken"])
      << "two requests would make two jobs";
}

TEST_F(BatchJobTest, KeepsWhatAJobThatFailedInPartHasAnswered) {
  aws_.outcome = "PartiallyCompleted";
  aws_.message = "some records failed";
  aws_.fate = [](const std::string& prompt) { return prompt == "two" ? 'f' : prompt == "four" ? '-' : 'a'; };
  const Outcome outcome = batch();
  EXPECT_EQ(outcome.exit_code, 23);
  EXPECT_THAT(outcome.err, HasSubstr("the job is PartiallyCompleted: some records failed\n"));
  EXPECT_THAT(outcome.err, HasSubstr("5 lines: 1 succeeded, 3 failed, 1 left\n"));
  EXPECT_THAT(outcome.err, HasSubstr("): BadRequestError 400: bad request"));
  EXPECT_THAT(folder_.read("out.failed.jsonl"), HasSubstr("\"prompt\": \"two\""));

  // The same command asks what is left in a new job.
  aws_.outcome = "Completed";
  aws_.fate = [](const std::string&) { return 'a'; };
  const Outcome again = batch();
  EXPECT_THAT(again.err, HasSubstr("has 1 records"));
  EXPECT_THAT(again.err,
              HasSubstr("5 lines: 2 succeeded (1 before this run), 3 failed (3 before this run)\n"));
}

TEST_F(BatchJobTest, SaysWhyAJobFailed) {
  aws_.outcome = "Failed";
  aws_.message = "The role may not read s3://bucket/in/.";
  aws_.fate = [](const std::string&) { return '-'; };
  const Outcome outcome = batch();
  EXPECT_EQ(outcome.exit_code, 18);
  EXPECT_THAT(outcome.err, HasSubstr("the job failed: The role may not read s3://bucket/in/."));
  EXPECT_THAT(outcome.err,
              HasSubstr("role/batch must trust bedrock.amazonaws.com and be allowed s3:GetObject"));
}

TEST_F(BatchJobTest, SaysThatAJobWasRefused) {
  aws_.refuse_create_with = 400;
  const Outcome outcome = batch();
  EXPECT_EQ(outcome.exit_code, 5);
  EXPECT_THAT(outcome.err, HasSubstr("The role may not read the bucket."));
  EXPECT_THAT(outcome.err, HasSubstr("s3:PutObject on s3://bucket/out"));
  EXPECT_FALSE(has_file("out.jsonl.job"));
  EXPECT_EQ(results().failed, (std::set<std::uint64_t>{3, 4}));
}

TEST_F(BatchJobTest, FollowsTheSameJobAfterItsEnd) {
  aws_.polls_until_end = 1'000'000;
  {
    RunningProgram program(command(), aws_.variables());
    wait_until_submitted();
    program.send_signal(SIGKILL);
    program.finish();
  }
  {
    RunningProgram program(command({"--poll", "10"}), aws_.variables(), RunningProgram::Through::terminal);
    ASSERT_TRUE(program.read_until("InProgress"));
    program.write("\x03");
    const Outcome outcome = program.finish();
    EXPECT_EQ(outcome.exit_code, 130);
  }
  aws_.polls_until_end = 1;
  const Outcome outcome = batch();
  EXPECT_EQ(outcome.exit_code, 23);
  EXPECT_EQ(results().succeeded, (std::set<std::uint64_t>{1, 2, 5}));
  EXPECT_EQ(aws_.creations().size(), 1U) << "the job was submitted twice";
}

TEST_F(BatchJobTest, BringsHomeFromAnotherMachineByTheArnAlone) {
  EXPECT_EQ(batch().exit_code, 23);
  const std::string elsewhere = folder_.file("elsewhere.jsonl");
  const Outcome outcome = run(
      {"batch", "--engine", "bedrock", "--job", kArn, "-o", elsewhere, "--poll", "0.05"}, aws_.variables());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("3 lines: 3 succeeded, 0 failed\n"));
  const Results there = read_results(folder_.read("elsewhere.jsonl"));
  const Results here = results();
  for (const std::uint64_t line : {1U, 2U, 5U}) EXPECT_EQ(there.by_line.at(line), here.by_line.at(line));
  const Outcome again = run(
      {"batch", "--engine", "bedrock", "--job", kArn, "-o", elsewhere, "--poll", "0.05"}, aws_.variables());
  EXPECT_THAT(again.err, HasSubstr("3 lines: 3 succeeded (3 before this run)"));

  const std::string other = folder_.write("other.jsonl", "{\"prompt\": \"not of this job\"}\n");
  const Outcome foreign = run({"batch", other, "--engine", "bedrock", "--job", kArn, "-o",
                               folder_.file("foreign.jsonl"), "--poll", "0.05"},
                              aws_.variables());
  EXPECT_NE(foreign.exit_code, 0);
  EXPECT_THAT(foreign.err, HasSubstr("was made from another input"));
}

TEST_F(BatchJobTest, StopsAJobAndKeepsItsAnswers) {
  aws_.polls_until_end = 1'000'000;
  {
    RunningProgram program(command(), aws_.variables());
    wait_until_submitted();
    program.send_signal(SIGINT);
    const Outcome outcome = program.finish();
    EXPECT_EQ(outcome.exit_code, 130);
    EXPECT_THAT(outcome.err, HasSubstr("the job goes on without this program"));
  }
  aws_.fate = [](const std::string& prompt) { return prompt == "one" ? 'a' : '-'; };
  aws_.polls_until_end = 1;
  const Outcome outcome = batch({"--stop-job"});
  EXPECT_EQ(outcome.exit_code, 23);
  EXPECT_EQ(aws_.stops(), 1);
  EXPECT_THAT(outcome.err, HasSubstr("the job is Stopped\n"));
  EXPECT_THAT(outcome.err, HasSubstr("1 succeeded"));
  EXPECT_THAT(outcome.err, HasSubstr("2 left"));
  const Outcome nothing = run(
      {"batch", "--engine", "bedrock", "--stop-job", in_, "-o", folder_.file("new.jsonl")}, aws_.variables());
  EXPECT_EQ(nothing.exit_code, 2);
  EXPECT_THAT(nothing.err, HasSubstr("there is no job to stop"));
}

TEST_F(BatchJobTest, SaysWhatIsMissing) {
  const auto without = [&](std::vector<std::string> options) {
    options.insert(options.begin(), {"batch", in_, "-o", folder_.file("x.jsonl"), "--engine", "bedrock"});
    return run(options, aws_.variables());
  };
  EXPECT_THAT(without({}).err, HasSubstr("--role-arn is missing"));
  EXPECT_THAT(without({"--role-arn", "batch"}).err, HasSubstr("--role-arn is not the ARN of a role"));
  EXPECT_THAT(without({"--role-arn", kRole}).err, HasSubstr("--s3-input is missing"));
  EXPECT_THAT(without({"--role-arn", kRole, "--s3-input", "s3://bucket/in"}).err,
              HasSubstr("neither a folder nor"));
  EXPECT_THAT(without({"--role-arn", kRole, "--s3-input", "s3://bucket/"}).err,
              HasSubstr("--s3-output is missing"));
  EXPECT_EQ(without({}).exit_code, 2);
  EXPECT_FALSE(has_file("x.jsonl"));
}

}  // namespace
}  // namespace anthropic::internal::cli
