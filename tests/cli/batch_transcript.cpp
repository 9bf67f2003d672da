// `batch`: what it makes of good and bad files, and how it goes on.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <map>
#include <sstream>
#include <sys/file.h>
#include <unistd.h>

#include <anthropic/json.hpp>

#include "cli/batch_results.hpp"
#include "cli/running_program.hpp"

namespace anthropic::internal::cli {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr std::string_view kAnswers =
    R"({"rules": [{"match": {"user_contains": "refuse"}, "reply": {"text": "no"}}, {"reply": {"text": "all is fine"}}]})";

class BatchTest : public ::testing::Test {
 protected:
  Outcome batch(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"batch"});
    return run(arguments, endpoint_.variables());
  }
  std::string in(std::string_view text) { return folder_.write("in.jsonl", text); }
  std::string out() const { return folder_.file("out.jsonl"); }
  Results results() const { return read_results(folder_.read("out.jsonl")); }

  LocalEndpoint endpoint_{kAnswers};
  TemporaryFolder folder_;
};

TEST_F(BatchTest, TakesEveryFormOfALine) {
  const std::string file =
      in(R"({"custom_id": "a", "params": {"max_tokens": 10, "messages": [{"role": "user", "content": "Hi"}]}}
{"recordId": "b", "modelInput": {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 10, "messages": [{"role": "user", "content": [{"type": "text", "text": "Hi"}]}]}}
{"id": 3, "messages": [{"role": "user", "content": "Hi"}], "max_tokens": 10}
{"prompt": "Hi", "system": "Be brief"}
)");
  const Outcome outcome = batch({file, "-o", out()});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("4 lines: 4 succeeded, 0 failed\n"));
  const Results all = results();
  ASSERT_THAT(all.by_line, SizeIs(4));
  EXPECT_EQ(all.by_line.at(1)["custom_id"], Json("a"));
  EXPECT_EQ(all.by_line.at(2)["custom_id"], Json("b"));
  EXPECT_EQ(all.by_line.at(3)["custom_id"], Json("3"));
  EXPECT_THAT(all.by_line.at(4)["custom_id"].string_or(""), ::testing::StartsWith("line-4-"));
  EXPECT_EQ(all.by_line.at(1)["result"]["message"]["content"][0]["text"], Json("all is fine"));
  EXPECT_FALSE(all.by_line.at(1)["request_id"].string_or("").empty());
}

TEST_F(BatchTest, AnswersGoodLinesAndSaysWhatIsWrongWithTheOthers) {
  const std::string file =
      in("\xEF\xBB\xBF{\"id\": \"a\", \"prompt\": \"with a byte order mark\"}\r\n"
         "\r\n"
         "{\"id\": \"b\", \"prompt\": \"broken\r\n"
         "{\"id\": \"a\", \"prompt\": \"the id again\"}\r\n"
         "[1]\n"
         "{\"id\": \"c\"}\n"
         "{\"id\": \"d\", \"prompt\": 7}\n"
         "{\"id\": \"e\", \"prompt\": \"x\", \"max_tokens\": \"many\"}\n"
         "{\"id\": \"f\", \"messages\": [{\"role\": \"user\"}]}\n"
         "{\"id\": {}, \"prompt\": \"x\"}\n"
         "{\"id\": \"g\", \"prompt\": \"x\", \"max_tokens\": 0}\n"
         "{\"id\": \"h\", \"prompt\": \"the last, without an end\"}");
  const Outcome outcome = batch({file, "-o", out()});
  EXPECT_EQ(outcome.exit_code, 23) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("11 lines: 2 succeeded, 9 failed\n"));
  EXPECT_THAT(outcome.err, HasSubstr("line 3 (line-3-"));
  EXPECT_THAT(outcome.err, HasSubstr("it is not valid JSON"));
  EXPECT_THAT(outcome.err, HasSubstr("the id \"a\" belongs to an earlier line already"));
  EXPECT_THAT(outcome.err, HasSubstr("it is a list, not an object"));
  EXPECT_THAT(outcome.err, HasSubstr("line 6 (c): there is no \"params\""));
  EXPECT_THAT(outcome.err, HasSubstr("line 7 (d): \"prompt\" is a number; make it text"));
  EXPECT_THAT(outcome.err, HasSubstr("\"max_tokens\" is text; make it a whole number from 1 on"));
  EXPECT_THAT(outcome.err, HasSubstr("\"messages[0]\" has no \"content\""));
  EXPECT_THAT(outcome.err, HasSubstr("line 10 (line-10-"));
  EXPECT_THAT(outcome.err, HasSubstr("\"max_tokens\" is 0"));
  const Results all = results();
  EXPECT_EQ(all.succeeded, (std::set<std::uint64_t>{1, 12}));
  EXPECT_EQ(all.failed, (std::set<std::uint64_t>{3, 4, 5, 6, 7, 8, 9, 10, 11}));
  EXPECT_EQ(all.by_line.at(6)["result"]["error"]["error"]["type"], Json("invalid_request_error"));
  EXPECT_THAT(folder_.read("out.failed.jsonl"), HasSubstr("{\"id\": \"d\", \"prompt\": 7}\n"));
}

TEST_F(BatchTest, GoesOnWhereItEndedAndAsksNothingTwice) {
  const std::string file = in("{\"id\": \"a\", \"prompt\": \"one\"}\n{\"id\": \"b\", \"prompt\": 2}\n");
  EXPECT_EQ(batch({file, "-o", out()}).exit_code, 23);
  const std::string first = folder_.read("out.jsonl");
  const Outcome again = batch({file, "-o", out()});
  EXPECT_EQ(again.exit_code, 23);
  EXPECT_THAT(again.err,
              HasSubstr("2 lines: 1 succeeded (1 before this run), 1 failed (1 before this run)\n"));
  EXPECT_EQ(folder_.read("out.jsonl"), first);

  // The line that failed is corrected, and one is added.
  in("{\"id\": \"a\", \"prompt\": \"one\"}\n{\"id\": \"b\", \"prompt\": \"2\"}\n{\"id\": \"c\", \"prompt\": "
     "\"3\"}\n");
  const Outcome more = batch({file, "-o", out()});
  EXPECT_EQ(more.exit_code, 0) << more.err;
  EXPECT_THAT(more.err, HasSubstr("3 lines: 3 succeeded (1 before this run), 0 failed\n"));
  EXPECT_EQ(results().succeeded, (std::set<std::uint64_t>{1, 2, 3}));
  EXPECT_THAT(folder_.read("out.failed.jsonl"), IsEmpty());
}

TEST_F(BatchTest, AsksAgainWhatFailedForGoodOnlyIfToldTo) {
  const std::string file =
      in("{\"id\": \"a\", \"prompt\": \"one\", \"temperature\": 7}\n{\"prompt\": \"two\"}\n");
  const Outcome first = batch({file, "-o", out()});
  EXPECT_EQ(first.exit_code, 23) << first.err;
  EXPECT_THAT(first.err, HasSubstr("line 1 (a): temperature: Claude Haiku 5.5 takes no sampling parameters"));
  EXPECT_THAT(batch({file, "-o", out()}).err, HasSubstr("1 failed (1 before this run)"));
  const Outcome again = batch({file, "-o", out(), "--retry-failed"});
  EXPECT_EQ(again.exit_code, 23);
  EXPECT_THAT(again.err, HasSubstr("2 lines: 1 succeeded (1 before this run), 1 failed\n"));
  EXPECT_THAT(results().by_line, SizeIs(2));
}

TEST_F(BatchTest, CutsOffALineThatIsNotWhole) {
  const std::string file = in("{\"id\": \"a\", \"prompt\": \"one\"}\n{\"id\": \"b\", \"prompt\": \"two\"}\n");
  EXPECT_EQ(batch({file, "-o", out(), "--concurrency", "1"}).exit_code, 0);
  const std::string whole = folder_.read("out.jsonl");
  for (const std::size_t cut : {std::size_t{1}, std::size_t{40}, whole.size() - whole.find('\n') - 2}) {
    folder_.write("out.jsonl", std::string_view(whole).substr(0, whole.size() - cut));
    const Outcome outcome = batch({file, "-o", out()});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("was not whole and was cut off"));
    EXPECT_EQ(results().succeeded, (std::set<std::uint64_t>{1, 2}));
    EXPECT_TRUE(folder_.read("out.jsonl").starts_with(whole.substr(0, whole.find('\n') + 1)));
  }
}

TEST_F(BatchTest, LeavesForeignFilesAlone) {
  const std::string file = in("{\"id\": \"a\", \"prompt\": \"one\"}\n");
  EXPECT_EQ(batch({file, "-o", out()}).exit_code, 0);
  const std::string of_other_input = folder_.read("out.jsonl");
  in("{\"id\": \"a\", \"prompt\": \"another\"}\n");
  Outcome outcome = batch({file, "-o", out()});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("belongs to another input"));
  EXPECT_THAT(outcome.err, HasSubstr("line 1 is not the one that was answered"));
  EXPECT_THAT(outcome.err, HasSubstr("hint: nothing was changed; give another file with -o"));
  EXPECT_EQ(folder_.read("out.jsonl"), of_other_input);

  for (const std::string_view text : {"my diary\n", "my diary, one line", "{\"line\":1}\n"}) {
    folder_.write("out.jsonl", text);
    outcome = batch({file, "-o", out()});
    EXPECT_EQ(outcome.exit_code, 2) << text;
    EXPECT_THAT(outcome.err, HasSubstr("holds something other than a batch's results"));
    EXPECT_EQ(folder_.read("out.jsonl"), text);
  }
  outcome = batch({file, "-o", file});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("is the input itself"));
  folder_.write("new.failed.jsonl", "of another batch\n");
  outcome = batch({file, "-o", folder_.file("new.jsonl")});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_EQ(folder_.read("new.failed.jsonl"), "of another batch\n");
  EXPECT_EQ(folder_.read("in.jsonl"), "{\"id\": \"a\", \"prompt\": \"another\"}\n");
}

TEST_F(BatchTest, TwoRunsDoNotWriteToOneFile) {
  const std::string file = in("{\"id\": \"a\", \"prompt\": \"one\"}\n");
  const int other = ::open(out().c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  ASSERT_EQ(::flock(other, LOCK_EX), 0);
  const Outcome outcome = batch({file, "-o", out()});
  ::close(other);
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("another batch is writing to"));
}

TEST_F(BatchTest, StopsWhereNothingCanBeWritten) {
  const std::string file = in("{\"id\": \"a\", \"prompt\": \"one\"}\n{\"id\": \"b\", \"prompt\": \"two\"}\n");
  const Outcome full = batch({file, "-o", "/dev/full"});
  EXPECT_EQ(full.exit_code, 1);
  EXPECT_THAT(full.err, HasSubstr("claude-bedrock: cannot write /dev/full: No space left on device\n"));
  const Outcome missing = batch({file, "-o", folder_.file("no/such/folder")});
  EXPECT_EQ(missing.exit_code, 2);
  EXPECT_THAT(missing.err, HasSubstr("No such file or directory"));
  const Outcome no_input = batch({folder_.file("nothing"), "-o", out()});
  EXPECT_EQ(no_input.exit_code, 2);
  EXPECT_FALSE(std::filesystem::exists(out()));
}

TEST_F(BatchTest, PrintsToStandardOutputWithoutAFile) {
  const Outcome outcome = batch({in("{\"id\": \"a\", \"prompt\": \"one\"}\n")});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(read_results(outcome.out).succeeded, (std::set<std::uint64_t>{1}));
}

TEST_F(BatchTest, RefusesLinesThatAreTooLongAndAnswersTheNext) {
  std::string text = "{\"id\": \"long\", \"prompt\": \"";
  text.append(30'000'000, 'x');
  text += "\"}\n{\"id\": \"b\", \"prompt\": \"short\"}\n";
  const Outcome outcome = batch({in(text), "-o", out()});
  EXPECT_EQ(outcome.exit_code, 23);
  EXPECT_THAT(outcome.err, HasSubstr("it has 30,000,028 bytes, and a request has at most 25,000,000"));
  EXPECT_EQ(results().succeeded, (std::set<std::uint64_t>{2}));
}

TEST_F(BatchTest, DeepNestingHarmsNobody) {
  const auto line = [](const char* id, std::size_t levels) {
    return "{\"id\": \"" + std::string(id) +
           "\", \"messages\": [{\"role\": \"user\", \"content\": " + std::string(levels, '[') +
           std::string(levels, ']') + "}]}\n";
  };
  const std::string good = "{\"prompt\": \"good\"}\n";
  const Outcome outcome =
      batch({in(good + line("a", 250) + line("b", 300) + line("c", 5000) + line("d", 1'000'000) + good), "-o",
             out()});
  EXPECT_EQ(outcome.exit_code, 23);
  EXPECT_THAT(outcome.err, HasSubstr("6 lines: 2 succeeded, 4 failed\n"));
  EXPECT_THAT(outcome.err, HasSubstr("line 2 (a): "));
  for (const char* number : {"3", "4", "5"})
    EXPECT_THAT(outcome.err, ::testing::ContainsRegex("line " + std::string(number) +
                                                      " \\(line-.*: it is not valid JSON: .* too deep"));
  EXPECT_EQ(results().succeeded, (std::set<std::uint64_t>{1, 6}));
}

TEST_F(BatchTest, ADryRunAsksNothing) {
  const Outcome outcome = run({"batch", in("{\"prompt\": \"one\"}\n{\"prompt\": 2}\n"), "--dry-run"});
  EXPECT_EQ(outcome.exit_code, 23);
  EXPECT_THAT(outcome.err, HasSubstr("2 lines: 1 can be asked, 1 cannot\nline 2 (line-2-"));
  EXPECT_EQ(outcome.out, "");
}

TEST_F(BatchTest, ALineThatNoServerTakesFailsAloneAndIsNotSent) {
  const std::string file = in(R"({"prompt": "one"}
{"messages": [{"role": "user", "content": [{"type": "text", "text": "x", "cache_control": {"type": "ephemeral", "ttl": "2h"}}]}]}
{"model": "claude-opus-4-8", "prompt": "x", "thinking": {"type": "enabled", "budget_tokens": 2048}, "max_tokens": 4096}
)");
  const Outcome dry = run({"batch", file, "--dry-run"});
  EXPECT_EQ(dry.exit_code, 23);
  EXPECT_THAT(dry.err, HasSubstr("3 lines: 1 can be asked, 2 cannot\n"));
  EXPECT_THAT(dry.err,
              HasSubstr("messages.0.content.0.text.cache_control.ephemeral.ttl: Input should be '5m' or "
                        "'1h'; Leave ttl out"));
  EXPECT_THAT(dry.err, HasSubstr("thinking.type: Claude Opus 4.8 takes no thinking budget"));

  const Outcome outcome = batch({file, "-o", out()});
  EXPECT_EQ(outcome.exit_code, 23);
  EXPECT_THAT(outcome.err, HasSubstr("3 lines: 1 succeeded, 2 failed\n"));
  for (const std::uint64_t line : {2U, 3U})
    EXPECT_EQ(results().by_line.at(line)["result"]["error"]["error"]["status"], Json(nullptr))
        << "the line was sent";
}

TEST_F(BatchTest, ADryRunSaysThatTheModelHasNoSuchTier) {
  const std::vector<std::string> asked = {in(R"({"prompt": "one"}
{"prompt": "two", "model": "claude-haiku-4-5"}
)"),
                                          "-m", "claude-haiku-4-5", "--service-tier", "flex"};
  const std::string says = "bedrock.service_tier: Claude Haiku 4.5 has no tier \"flex\" on Bedrock";
  std::vector<std::string> arguments = asked;
  arguments.push_back("--dry-run");
  for (const char* platform : {"bedrock", "bedrock-messages"}) {
    std::vector<std::string> there = arguments;
    there.insert(there.end(), {"--platform", platform});
    const Outcome dry = batch(there);
    EXPECT_EQ(dry.exit_code, 23);
    EXPECT_THAT(dry.err, HasSubstr("2 lines: 0 can be asked, 2 cannot\n"));
    EXPECT_THAT(dry.err, HasSubstr(says));
  }
  arguments = asked;
  arguments.insert(arguments.end(), {"-o", out()});
  const Outcome outcome = batch(arguments);
  EXPECT_EQ(outcome.exit_code, 23);
  EXPECT_THAT(outcome.err, HasSubstr("2 lines: 0 succeeded, 2 failed\n"));
  EXPECT_THAT(outcome.err, HasSubstr(says));

  arguments = asked;
  arguments.back() = "default";
  arguments.push_back("--dry-run");
  EXPECT_EQ(batch(arguments).exit_code, 0);
}

TEST_F(BatchTest, TakesBetasAsTheSdksNameThem) {
  const std::string file = in(
      R"({"custom_id": "a", "params": {"max_tokens": 10, "betas": ["context-management-2025-06-27"], "messages": [{"role": "user", "content": "Hi"}]}}
{"custom_id": "b", "params": {"max_tokens": 10, "betas": "b1", "messages": [{"role": "user", "content": "Hi"}]}}
)");
  const Outcome outcome = batch({file, "-o", out()});
  EXPECT_EQ(outcome.exit_code, 23) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("line 2 (b): \"betas\" is text; make it a list of names"));
  EXPECT_EQ(results().succeeded, (std::set<std::uint64_t>{1}));
}

TEST_F(BatchTest, BetasMayBeNoneAndAreNames) {
  const Outcome outcome = batch({in(R"({"id": "a", "prompt": "Hi", "betas": []}
{"id": "b", "prompt": "Hi", "betas": null}
{"id": "c", "prompt": "Hi", "betas": ["b1", 3]}
)"),
                                 "-o", out()});
  EXPECT_EQ(outcome.exit_code, 23) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("line 3 (c): \"betas[1]\" is a number; make it the name of a beta"));
  EXPECT_EQ(results().succeeded, (std::set<std::uint64_t>{1, 2}));
}

TEST_F(BatchTest, AHintFollowsAFullStopAsASentence) {
  std::string blocks;
  for (int i = 0; i < 5; ++i)
    blocks += std::string(i == 0 ? "" : ",") +
              R"({"type": "text", "text": "x", "cache_control": {"type": "ephemeral"}})";
  const Outcome outcome = batch(
      {in(R"({"id": "a", "messages": [{"role": "user", "content": [)" + blocks + "]}]}\n"), "--dry-run"});
  EXPECT_EQ(outcome.exit_code, 23) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("Found 5. "));
  EXPECT_THAT(outcome.err, Not(HasSubstr(".;")));
}

TEST_F(BatchTest, RefusesModelIdInARequest) {
  const std::string file = in(
      R"({"recordId": "a", "modelInput": {"modelId": "m", "max_tokens": 10, "messages": [{"role": "user", "content": "Hi"}]}}
{"recordId": "b", "modelId": "m", "modelInput": {"max_tokens": 10, "messages": [{"role": "user", "content": "Hi"}]}}
{"id": "c", "modelId": "m", "messages": [{"role": "user", "content": "Hi"}]}
)");
  const Outcome dry = run({"batch", file, "--dry-run"});
  EXPECT_EQ(dry.exit_code, 23);
  EXPECT_THAT(dry.err, HasSubstr("3 lines: 1 can be asked, 2 cannot\n"));
  EXPECT_THAT(dry.err,
              HasSubstr("line 1 (a): \"modelId\" is in the request's body, where Bedrock refuses it; "
                        "name the model with \"model\""));
  const Outcome outcome = batch({file, "-o", out()});
  EXPECT_EQ(outcome.exit_code, 23) << outcome.err;
  EXPECT_EQ(results().succeeded, (std::set<std::uint64_t>{2}));
}

TEST_F(BatchTest, EndsAtOnceWhereEveryLineWouldFail) {
  const std::string file = in("{\"prompt\": \"one\"}\n{\"prompt\": \"two\"}\n");
  Variables wrong = endpoint_.variables();
  wrong["AWS_SECRET_ACCESS_KEY"] = "wrong";
  const Outcome outcome = run({"batch", file, "-o", out()}, wrong);
  EXPECT_EQ(outcome.exit_code, 6) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("2 lines: 0 succeeded, 0 failed, 2 left\n"));
  EXPECT_THAT(outcome.err, HasSubstr("the same command goes on from there"));
  EXPECT_EQ(folder_.read("out.jsonl"), "");
  EXPECT_EQ(batch({file, "-o", out()}).exit_code, 0);
}

TEST_F(BatchTest, FailedLinesAreAnInputOfTheirOwn) {
  const std::string file = in("{\"prompt\": \"one\", \"temperature\": 7}\n{\"prompt\": \"two\"}\n");
  EXPECT_EQ(batch({file, "-o", out()}).exit_code, 23);
  const std::string failed = folder_.read("out.failed.jsonl");
  EXPECT_THAT(failed,
              ::testing::MatchesRegex(
                  "\\{\"custom_id\":\"line-1-........\",\"prompt\": \"one\", \"temperature\": 7\\}\n"));
  const Outcome outcome = batch({folder_.file("out.failed.jsonl"), "-o", folder_.file("second.jsonl")});
  EXPECT_EQ(outcome.exit_code, 23);
  EXPECT_THAT(read_results(folder_.read("second.jsonl")).by_line.at(1)["custom_id"].string_or(""),
              ::testing::StartsWith("line-1-"));
}

TEST_F(BatchTest, SaysWhichOptionsDoNotGoTogether) {
  const std::string file = in("{\"prompt\": \"one\"}\n");
  EXPECT_EQ(batch({}).exit_code, 2);
  EXPECT_THAT(batch({file, "--s3-input", "s3://a/b/"}).err, HasSubstr("add --engine bedrock"));
  EXPECT_THAT(batch({file, "--job", "arn"}).err, HasSubstr("--job and --stop-job are for jobs"));
  EXPECT_THAT(batch({file, "--engine", "bedrock"}).err, HasSubstr("add -o OUT.jsonl"));
  EXPECT_THAT(batch({"-", "-o", out()}).err, HasSubstr("a batch reads a file"));
  EXPECT_THAT(batch({file, "-o", out(), "--failed", file}).err, HasSubstr("would be written over"));
}

TEST_F(BatchTest, HasNoPriceWhereNobodyPays) {
  const std::string file = in("{\"prompt\": \"one\"}\n{\"prompt\": \"two\", \"model\": \"my-own-model\"}\n");
  const std::string said = batch({file, "-o", out(), "--local"}).err;
  EXPECT_THAT(said, HasSubstr("output tokens\n"));
  EXPECT_THAT(said, Not(HasSubstr("$")));
  EXPECT_THAT(said, Not(HasSubstr("cost")));
}

TEST_F(BatchTest, GivesLinesWhatTheyLack) {
  const std::string file = in("{\"prompt\": \"one\"}\n{\"prompt\": \"two\", \"model\": \"opus\"}\n");
  EXPECT_EQ(batch({file, "-o", out(), "--model", "sonnet", "--max-tokens", "1"}).exit_code, 0);
  const Results all = results();
  EXPECT_THAT(all.by_line.at(1)["result"]["message"]["model"].string_or(""), HasSubstr("sonnet"));
  EXPECT_THAT(all.by_line.at(2)["result"]["message"]["model"].string_or(""), HasSubstr("opus"));
  EXPECT_EQ(all.by_line.at(2)["result"]["message"]["stop_reason"], Json("max_tokens"));
}

}  // namespace
}  // namespace anthropic::internal::cli
