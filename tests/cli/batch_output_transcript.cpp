// Damaged output of jobs and of Message Batches: what can be read comes home, and nothing is paid for twice
// unasked.
#include <algorithm>
#include <csignal>
#include <gmock/gmock.h>
#include <sstream>
#include <unistd.h>

#include "cli/batch_results.hpp"
#include "cli/fake_bedrock_jobs.hpp"

namespace anthropic::internal::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Numbers = std::set<std::uint64_t>;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::stringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

/// Replaces a line, counted from 0.
std::function<std::string(std::string)> with_line(std::size_t at, const std::string& line) {
  return [=](const std::string& text) {
    std::vector<std::string> lines = lines_of(text);
    lines.at(at) = line;
    return joined(lines);
  };
}

class JobOutputTest : public ::testing::Test {
 protected:
  Outcome batch(std::vector<std::string> more = {}) {
    std::vector<std::string> all = {"batch",       in_,
                                    "-o",          folder_.file("out.jsonl"),
                                    "--engine",    "bedrock",
                                    "--s3-input",  "s3://bucket/in/",
                                    "--s3-output", "s3://bucket/out",
                                    "--role-arn",  "arn:aws:iam::123456789012:role/batch",
                                    "--poll",      "0.05",
                                    "--model",     "claude-haiku-4-5"};
    all.insert(all.end(), more.begin(), more.end());
    return run(all, aws_.variables());
  }
  Results results() { return read_results(folder_.read("out.jsonl")); }
  std::string failed() const { return folder_.read("out.failed.jsonl"); }
  bool has_state() const { return std::filesystem::exists(folder_.file("out.jsonl.job")); }

  // One line of three is lost; the others are home, and only that one is asked again, when the user says so.
  void expect_that_the_second_is_lost(const std::string& why) {
    const Outcome outcome = batch();
    EXPECT_EQ(outcome.exit_code, 23) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("3 lines: 2 succeeded, 1 failed\n"));
    EXPECT_THAT(outcome.err, HasSubstr(why));
    EXPECT_THAT(outcome.err, HasSubstr("--retry-failed asks it once more, which is paid for once more"));
    EXPECT_EQ(results().succeeded, (Numbers{1, 3}));
    EXPECT_EQ(results().failed, (Numbers{2}));
    EXPECT_EQ(results().by_line.at(2)["custom_id"], Json("b"));
    EXPECT_EQ(failed(), "{\"id\": \"b\", \"prompt\": \"two\"}\n");
    EXPECT_FALSE(has_state());

    const Outcome again = batch();
    EXPECT_EQ(again.exit_code, 23);
    EXPECT_EQ(aws_.creations().size(), 1U) << "it was paid for twice, unasked";
    aws_.spoil = [](std::string lines) { return lines; };
    const Outcome last = batch({"--retry-failed"});
    EXPECT_EQ(last.exit_code, 0) << last.err;
    EXPECT_THAT(last.err, HasSubstr("has 1 records"));
    EXPECT_EQ(results().succeeded, (Numbers{1, 2, 3}));
    EXPECT_THAT(failed(), IsEmpty());
  }

  FakeBedrockJobs aws_;
  TemporaryFolder folder_;
  std::string in_ = folder_.write("in.jsonl", R"({"id": "a", "prompt": "one"}
{"id": "b", "prompt": "two"}
{"id": "c", "prompt": "three"}
)");
};

TEST_F(JobOutputTest, ALineThatIsCutButSaysWhichRecordItIsOf) {
  aws_.spoil = [](const std::string& text) {
    std::vector<std::string> lines = lines_of(text);
    lines[1].resize(lines[1].find("modelOutput"));
    return joined(lines);
  };
  expect_that_the_second_is_lost("its answer cannot be read: line 2 of s3://bucket/out/job1/claude-bedrock-");
}

TEST_F(JobOutputTest, ALineOfWhichNothingIsLeft) {
  aws_.spoil = with_line(1, R"({"recordId": "li)");
  expect_that_the_second_is_lost("its answer is lost: lines of the output of the job arn:aws:bedrock:");
}

TEST_F(JobOutputTest, ALineThatIsNotUtf8) {
  aws_.spoil = with_line(1, "{\"recordId\": \"\xff\xfe\", \"modelOutput\": {}}");
  expect_that_the_second_is_lost(".jsonl.out is damaged: not valid JSON");
}

TEST_F(JobOutputTest, ALineWithoutItsRecord) {
  aws_.spoil = with_line(1, "[1]");
  expect_that_the_second_is_lost(".jsonl.out is damaged: there is no \"recordId\"; it was passed over");
}

TEST_F(JobOutputTest, ALineOfAnUnknownRecord) {
  aws_.spoil = with_line(1, R"({"recordId": "CALL0000001", "error": {"errorCode": 500}})");
  expect_that_the_second_is_lost(" answers \"CALL0000001\", which is no line of this input");
}

TEST_F(JobOutputTest, AnAnswerThatIsNoMessage) {
  aws_.spoil = [](const std::string& text) {
    std::vector<std::string> lines = lines_of(text);
    Json record = *Json::parse(lines[1]);
    record.set("modelOutput", "gone");
    return joined({lines[0], record.dump(), lines[2]});
  };
  expect_that_the_second_is_lost("its answer cannot be read: line 2 of s3://bucket/out/job1/");
}

TEST_F(JobOutputTest, ALineThatIsNotThere) {
  aws_.spoil = [](const std::string& text) {
    const std::vector<std::string> lines = lines_of(text);
    return joined({lines[0], lines[2]});
  };
  expect_that_the_second_is_lost("has no line for it");
}

TEST_F(JobOutputTest, AnObjectThatIsCutOff) {
  aws_.spoil = [](const std::string& text) { return text.substr(0, text.find('\n') + 30); };
  const Outcome outcome = batch();
  EXPECT_EQ(outcome.exit_code, 23) << outcome.err;
  EXPECT_EQ(results().succeeded, (Numbers{1}));
  EXPECT_EQ(results().failed, (Numbers{2, 3}));
  EXPECT_FALSE(has_state());
}

TEST_F(JobOutputTest, TheFirstOfTwoAnswersCounts) {
  aws_.spoil = [](const std::string& text) {
    const std::vector<std::string> lines = lines_of(text);
    return joined({lines[0], lines[1].substr(0, 100), lines[1], lines[0], lines[2]});
  };
  const Outcome outcome = batch();
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("note: line 2 of s3://bucket/out/job1/"));
  EXPECT_EQ(results().succeeded, (Numbers{1, 2, 3}));
}

TEST_F(JobOutputTest, LinesThatWereAddedMeanwhileAreLeftAndNotLost) {
  aws_.polls_until_end = 1'000'000;
  {
    RunningProgram program(
        {"batch", in_, "-o", folder_.file("out.jsonl"), "--engine", "bedrock", "--s3-input",
         "s3://bucket/in/", "--s3-output", "s3://bucket/out", "--role-arn",
         "arn:aws:iam::123456789012:role/batch", "--poll", "0.05", "--model", "claude-haiku-4-5"},
        aws_.variables());
    for (int i = 0; i < 3000 && folder_.read("out.jsonl.job").find("job1") == std::string::npos; ++i)
      ::usleep(10'000);
    program.send_signal(SIGKILL);
    program.finish();
  }
  aws_.polls_until_end = 1;
  aws_.spoil = with_line(1, "damaged");
  folder_.write("in.jsonl", folder_.read("in.jsonl") + "{\"id\": \"d\", \"prompt\": \"four\"}\n" +
                                "{\"id\": \"e\", \"prompt\": \"five\"}\n");
  const Outcome outcome = batch();
  EXPECT_EQ(outcome.exit_code, 23) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("5 lines: 2 succeeded, 0 failed, 3 left\n"));
  EXPECT_THAT(outcome.err, HasSubstr("is damaged: "));
  EXPECT_EQ(aws_.creations().size(), 1U);
}

TEST_F(JobOutputTest, ACompletedJobWithoutAnswersIsNotPaidForAnew) {
  for (const bool has_output : {false, true}) {
    aws_.has_output = has_output;
    aws_.spoil = [](const std::string&) { return std::string(); };
    const Outcome outcome = batch();
    EXPECT_EQ(outcome.exit_code, 22) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("is Completed, but there are no answers in s3://bucket/out/job1/"));
    EXPECT_THAT(outcome.err, HasSubstr("to have a new job all the same, remove " +
                                       folder_.file("out.jsonl.job") + " first"));
    EXPECT_THAT(outcome.err, HasSubstr("3 lines: 0 succeeded, 0 failed, 3 left\n"));
    EXPECT_TRUE(has_state());
  }
  EXPECT_EQ(aws_.creations().size(), 1U);
  aws_.spoil = [](std::string lines) { return lines; };
  EXPECT_EQ(batch().exit_code, 0);
  EXPECT_EQ(aws_.creations().size(), 1U);
  EXPECT_FALSE(has_state());
}

TEST_F(JobOutputTest, WithTheArnAloneDamageIsToldToo) {
  EXPECT_EQ(batch().exit_code, 0);
  aws_.spoil = with_line(1, "damaged");
  const Outcome outcome = run({"batch", "--engine", "bedrock", "--job",
                               "arn:aws:bedrock:us-east-1:123456789012:model-invocation-job/job1", "-o",
                               folder_.file("elsewhere.jsonl"), "--poll", "0.05"},
                              aws_.variables());
  EXPECT_EQ(outcome.exit_code, 23) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("note: line 2 of s3://bucket/out/job1/"));
  EXPECT_EQ(read_results(folder_.read("elsewhere.jsonl")).succeeded, (Numbers{1, 3}));
}

TEST_F(JobOutputTest, AJobThatFailedWithoutAReasonSaysSo) {
  aws_.outcome = "Failed";
  aws_.has_output = false;
  const Outcome outcome = batch();
  EXPECT_EQ(outcome.exit_code, 18);
  EXPECT_THAT(outcome.err, HasSubstr("the job failed: AWS gave no reason"));
}

TEST_F(JobOutputTest, AJobWhoseRecordsMetAnOutageIsFollowedByAnother) {
  aws_.spoil = [](const std::string& text) {
    std::vector<std::string> lines = lines_of(text);
    for (std::string& line : lines) {
      Json record = *Json::parse(line);
      record.erase("modelOutput");
      record.set("error", Json::object({{"errorCode", 503}, {"errorMessage", "later"}}));
      line = record.dump();
    }
    return joined(lines);
  };
  for (int run = 0; run < 2; ++run) {
    EXPECT_EQ(batch().exit_code, 23);
    EXPECT_EQ(results().failed, (Numbers{1, 2, 3}));
    EXPECT_EQ(lines_of(failed()).size(), 3U);
  }
  aws_.spoil = [](std::string lines) { return lines; };
  EXPECT_EQ(batch().exit_code, 0);
}

TEST_F(JobOutputTest, BetasGoIntoTheRecords) {
  folder_.write(
      "in.jsonl",
      R"({"custom_id": "a", "params": {"max_tokens": 10, "betas": ["b1"], "messages": [{"role": "user", "content": "Hi"}]}})");
  EXPECT_EQ(batch().exit_code, 0);
  const std::string uri =
      aws_.creations().at(0)["inputDataConfig"]["s3InputDataConfig"]["s3Uri"].string_or("");
  const Json record = *Json::parse(aws_.objects()[uri.substr(4)]);
  EXPECT_EQ(record["modelInput"]["anthropic_beta"], Json::array({"b1"}));
  EXPECT_FALSE(record["modelInput"].contains("betas"));
}

/// Anthropic's Message Batches, as far as a batch needs them. Each has ended when it is asked for.
class FakeMessageBatches {
 public:
  std::function<std::string(std::string lines)> spoil = [](std::string lines) { return lines; };

  Variables variables() const {
    return {{"ANTHROPIC_API_KEY", "sk-test"}, {"ANTHROPIC_BASE_URL", server_->url("")}};
  }
  int creations() {
    const std::lock_guard lock(mutex_);
    return creations_;
  }

 private:
  std::string answer_to(const std::string& request) {
    const std::lock_guard lock(mutex_);
    if (request.starts_with("POST")) {
      ++creations_;
      requests_ = *Json::parse(body_of(request));
    }
    if (request.substr(0, request.find("HTTP/")).find("/results") != std::string::npos)
      return answer(200, spoil(results()));
    if (request.starts_with("GET /v1/messages/batches?"))
      return answer(200, R"({"data": [], "has_more": false})");
    const auto count = static_cast<std::int64_t>(requests_["requests"].size());
    return answer(200, Json::object({{"id", "msgbatch_1"},
                                     {"processing_status", "ended"},
                                     {"created_at", "2026-11-01T00:00:00Z"},
                                     {"request_counts", Json::object({{"succeeded", count}})}})
                           .dump());
  }

  std::string results() const {
    std::string lines;
    for (const Json& request : requests_["requests"].items())
      lines +=
          "{\"custom_id\": " + request["custom_id"].dump() +
          R"(, "result": {"type": "succeeded", "message": {"id": "msg_1", "type": "message", "role": "assistant",
           "model": "claude", "content": [{"type": "text", "text": "fine"}], "stop_reason": "end_turn",
           "usage": {"input_tokens": 3, "output_tokens": 5}}}})";
    // One line each.
    std::replace(lines.begin(), lines.end(), '\n', ' ');
    for (std::size_t at = 0; (at = lines.find("}{\"custom_id\"", at)) != std::string::npos;)
      lines.insert(at + 1, "\n");
    return lines + "\n";
  }

  std::mutex mutex_;
  Json requests_;
  int creations_ = 0;
  std::unique_ptr<testing::LoopbackServer> server_ =
      std::make_unique<testing::LoopbackServer>([this](testing::Connection& connection) {
        for (std::string request = connection.read_request(); !request.empty();
             request = connection.read_request()) {
          if (!connection.write(answer_to(request))) return;
        }
      });
};

class MessageBatchesOutputTest : public ::testing::Test {
 protected:
  Outcome batch(std::vector<std::string> more = {}) {
    std::vector<std::string> all = {"batch",    in_,         "-o",     folder_.file("out.jsonl"),
                                    "--engine", "anthropic", "--poll", "0.05"};
    all.insert(all.end(), more.begin(), more.end());
    return run(all, api_.variables());
  }
  Results results() { return read_results(folder_.read("out.jsonl")); }

  void expect_that_the_second_is_lost(const std::string& why) {
    const Outcome outcome = batch();
    EXPECT_EQ(outcome.exit_code, 23) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("3 lines: 2 succeeded, 1 failed\n"));
    EXPECT_THAT(outcome.err, HasSubstr(why));
    EXPECT_EQ(results().succeeded, (Numbers{1, 3}));
    EXPECT_EQ(results().failed, (Numbers{2}));
    EXPECT_EQ(folder_.read("out.failed.jsonl"), "{\"id\": \"b\", \"prompt\": \"two\"}\n");
    EXPECT_EQ(batch().exit_code, 23);
    EXPECT_EQ(api_.creations(), 1) << "it was paid for twice, unasked";
    api_.spoil = [](std::string lines) { return lines; };
    EXPECT_EQ(batch({"--retry-failed"}).exit_code, 0);
    EXPECT_EQ(results().succeeded, (Numbers{1, 2, 3}));
  }

  FakeMessageBatches api_;
  TemporaryFolder folder_;
  std::string in_ = folder_.write("in.jsonl", R"({"id": "a", "prompt": "one"}
{"id": "b", "prompt": "two"}
{"id": "c", "prompt": "three"}
)");
};

TEST_F(MessageBatchesOutputTest, ALineThatIsCutButSaysWhichRequestItIsOf) {
  api_.spoil = [](const std::string& text) {
    std::vector<std::string> lines = lines_of(text);
    lines[1].resize(60);
    return joined(lines);
  };
  expect_that_the_second_is_lost("its answer cannot be read: result 2 of the batch msgbatch_1 is damaged: ");
}

TEST_F(MessageBatchesOutputTest, ALineOfWhichNothingIsLeft) {
  api_.spoil = with_line(1, "{\"custom_id");
  expect_that_the_second_is_lost(
      "its answer is lost: lines of the output of the batch msgbatch_1 are damaged");
}

TEST_F(MessageBatchesOutputTest, ALineThatIsNotUtf8) {
  api_.spoil = with_line(1, "{\"custom_id\": \"\xff\"}");
  expect_that_the_second_is_lost("note: result 2 of the batch msgbatch_1 is damaged: ");
}

TEST_F(MessageBatchesOutputTest, AnAnswerThatIsNoMessage) {
  api_.spoil = [](const std::string& text) {
    std::vector<std::string> lines = lines_of(text);
    Json line = *Json::parse(lines[1]);
    line.set("result", Json::object({{"type", "succeeded"}, {"message", "gone"}}));
    return joined({lines[0], line.dump(), lines[2]});
  };
  expect_that_the_second_is_lost("its answer cannot be read: result 2 of the batch msgbatch_1");
}

TEST_F(MessageBatchesOutputTest, EmptyResultsAreNotPaidForAnew) {
  api_.spoil = [](const std::string&) { return std::string(); };
  for (int run = 0; run < 2; ++run) {
    const Outcome outcome = batch();
    EXPECT_EQ(outcome.exit_code, 22) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("the batch msgbatch_1 has ended, but its results are empty"));
    EXPECT_THAT(outcome.err, HasSubstr("remove " + folder_.file("out.jsonl.batches") + " first"));
  }
  EXPECT_EQ(api_.creations(), 1);
  api_.spoil = [](std::string lines) { return lines; };
  EXPECT_EQ(batch().exit_code, 0);
  EXPECT_EQ(api_.creations(), 1);
}

TEST_F(MessageBatchesOutputTest, GoesOnAfterARunInWhichNobodyAnswered) {
  Variables nobody = api_.variables();
  nobody["ANTHROPIC_BASE_URL"] = "http://127.0.0.1:1";
  const auto with_nobody = [&] {
    return run({"batch", in_, "-o", folder_.file("out.jsonl"), "--engine", "anthropic", "--max-retries", "0"},
               nobody);
  };
  for (int i = 0; i < 2; ++i) EXPECT_EQ(with_nobody().exit_code, 19);
  EXPECT_EQ(batch().exit_code, 0);
}

}  // namespace
}  // namespace anthropic::internal::cli
