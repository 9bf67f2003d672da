// The parts of `batch`: lines in, what is remembered of them, results out, and how far it is.
#include <fcntl.h>
#include <fstream>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include "commands/batch/files/failed_file.hpp"
#include "commands/batch/files/input_line.hpp"
#include "commands/batch/files/line_reader.hpp"
#include "commands/batch/files/line_states.hpp"
#include "commands/batch/files/result_line.hpp"
#include "commands/batch/files/results_file.hpp"
#include "commands/batch/jobs/job_records.hpp"
#include "commands/batch/run/bar.hpp"
#include "support/file_size_limit.hpp"
#include "support/temporary_folder.hpp"

namespace anthropic::internal::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::TemporaryFolder;

struct Read {
  std::uint64_t number = 0;
  std::string text = {};
  std::uint64_t size = 0;
  bool is_too_long = false;
  friend bool operator==(const Read&, const Read&) = default;
};

std::vector<Read> read_all(const std::string& path, std::uint64_t longest) {
  std::vector<Read> lines;
  Result<LineReader> reader = LineReader::open(path, longest);
  EXPECT_TRUE(reader) << reader.error().message;
  while (reader) {
    const Result<std::optional<Line>> line = reader->next();
    EXPECT_TRUE(line) << line.error().message;
    if (!line || !*line) break;
    lines.push_back({(*line)->number, std::string((*line)->text), (*line)->size, (*line)->is_too_long});
  }
  return lines;
}

TEST(BatchLineReader, TakesOffWhatIsNotTheLine) {
  const TemporaryFolder folder;
  const std::string path = folder.write("in", "\xEF\xBB\xBF one \r\n\r\n\ttwo\nlast");
  EXPECT_THAT(read_all(path, 100),
              ElementsAre(Read{1, "one", 9}, Read{2, "", 1}, Read{3, "two", 4}, Read{4, "last", 4}));
  EXPECT_THAT(read_all(folder.write("empty", ""), 100), ElementsAre());
}

TEST(BatchLineReader, PassesOverLinesThatAreTooLong) {
  const TemporaryFolder folder;
  const std::string fits(700'000, 'a'), long_one(3'000'000, 'b');
  const std::string path = folder.write("in", fits + "\n" + long_one + "\nshort\n" + long_one);
  EXPECT_THAT(read_all(path, 1'000'000), ElementsAre(Read{1, fits, 700'000}, Read{2, "", 3'000'000, true},
                                                     Read{3, "short", 5}, Read{4, "", 3'000'000, true}));
}

TEST(BatchLineReader, ReadsEachLineUntilOneIsRefused) {
  const TemporaryFolder folder;
  const std::string path = folder.write("in", "one\n\nthree\n");
  std::string seen;
  const auto take = [&](const Line& line) -> Result<void> {
    seen += std::to_string(line.number) + std::string(line.text) + " ";
    return {};
  };
  EXPECT_TRUE(for_each_line(path, 10, take));
  EXPECT_EQ(seen, "1one 2 3three ");
  const auto refuse = [](const Line& line) -> Result<void> {
    if (line.number < 2) return {};
    return Error{.kind = ErrorKind::bad_request, .message = "line " + std::to_string(line.number)};
  };
  EXPECT_EQ(for_each_line(path, 10, refuse).error().message, "line 2");
  EXPECT_FALSE(for_each_line(folder.file("none"), 10, take));
}

TEST(BatchLineReader, SaysWhatItCannotRead) {
  const TemporaryFolder folder;
  EXPECT_FALSE(LineReader::open(folder.file("none"), 10));
  EXPECT_FALSE(LineReader::open(folder.path(), 10));
  const std::string path = folder.write("in", "one\n");
  Result<LineReader> reader = LineReader::open(path, 10);
  ASSERT_TRUE(reader);
  std::ofstream(path, std::ios::app) << "two\n";
  bool has_failed = false;
  for (int i = 0; i < 4 && !has_failed; ++i) has_failed = !reader->next();
  EXPECT_TRUE(has_failed);
}

TEST(BatchDigest, StaysTheSame) {
  // Files of results depend on it.
  EXPECT_EQ(made_up_id(1, static_cast<std::uint32_t>(digest_of(R"({"prompt":"one"})"))), "line-1-5a1daa0e");
  EXPECT_NE(digest_of("a"), digest_of("b"));
  EXPECT_NE(digest_of(""), digest_of(std::string_view("\0", 1)));
}

TEST(BatchLineMarks, RemembersStatesAndNames) {
  LineStates states(1000);
  states.set_state(7, LineState::failed);
  states.set_state(6, LineState::succeeded);
  states.set_state(7, LineState::succeeded);
  states.set_state(1000, LineState::failed);
  EXPECT_EQ(states.state(5), LineState::open);
  EXPECT_EQ(states.state(6), LineState::succeeded);
  EXPECT_EQ(states.state(7), LineState::succeeded);
  EXPECT_EQ(states.state(1000), LineState::failed);
  states.set_digest(6, 0x12345);
  EXPECT_TRUE(states.has_digest(6, 0x12345));
  EXPECT_FALSE(states.has_digest(6, 0x12346));
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(states.add_name(digest_of(std::to_string(i)))) << i;
  for (int i = 0; i < 1000; ++i) EXPECT_FALSE(states.add_name(digest_of(std::to_string(i)))) << i;
  EXPECT_TRUE(states.add_name(0));
  EXPECT_FALSE(states.add_name(0));
}

TEST(BatchResultLine, HasAHeadThatIsReadBack) {
  const LineKey key{12, 0xab, "a \"quoted\" \\ id"};
  const std::string line = succeeded_line(key, Json::object({{"id", "msg_1"}}), "r-1");
  EXPECT_EQ(
      line,
      "{\"line\":12,\"digest\":\"000000ab\",\"custom_id\":\"a \\\"quoted\\\" \\\\ id\",\"result\":{\"type\":"
      "\"succeeded\",\"message\":{\"id\":\"msg_1\"}},\"request_id\":\"r-1\"}\n");
  const auto head = read_head(line);
  ASSERT_TRUE(head);
  EXPECT_EQ(head->number, 12U);
  EXPECT_EQ(head->digest, 0xabU);
  EXPECT_EQ(digest_of(head->id), name_digest(key.id));
  EXPECT_TRUE(head->has_succeeded);
  for (const auto& [kind, is_retried] :
       {std::pair(ErrorKind::rate_limit, true), std::pair(ErrorKind::connection, true),
        std::pair(ErrorKind::bad_request, false), std::pair(ErrorKind::permission_denied, false)}) {
    const auto errored = read_head(errored_line(key, Error{.kind = kind, .message = "no"}));
    ASSERT_TRUE(errored);
    EXPECT_FALSE(errored->has_succeeded);
    EXPECT_EQ(errored->is_retryable, is_retried);
  }
  for (std::size_t size = 0; size < line.find("succeeded"); ++size)
    EXPECT_FALSE(read_head(line.substr(0, size))) << size;
}

TEST(BatchResultLine, IsTheSameOfAMessageAndItsJson) {
  Message message = *Message::from_json(*Json::parse(
      R"({"id":"m","type":"message","role":"assistant","model":"x","content":[{"type":"text","text":"a \"b\""},
          {"type":"tomorrow","n":1e400}],"stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":2},
          "also":[{"new":true}]})"));
  message.request_id = "r-1";
  const LineKey key{1, 2, "a"};
  EXPECT_EQ(succeeded_line(key, message), succeeded_line(key, message.to_json(), "r-1"));
}

TEST(BatchResultsFile, WritesWholeLinesOrNothing) {
  const TemporaryFolder folder;
  Result<ResultsFile> file = ResultsFile::open(folder.file("out"));
  ASSERT_TRUE(file);
  const std::string line = succeeded_line({1, 2, "a"}, Json("x"), "");
  ASSERT_TRUE(file->append(line));
  // A disk that ends in the middle of the next line.
  const Result<void> full = [&] {
    const testing::FileSizeLimit limit(line.size() + 10);
    return file->append(line);
  }();
  ASSERT_FALSE(full);
  EXPECT_THAT(full.error().message, HasSubstr("File too large"));
  EXPECT_EQ(folder.read("out"), line);
  EXPECT_TRUE(file->append(line));
  EXPECT_EQ(folder.read("out"), line + line);
}

TEST(BatchResultsFile, ChangesNothingBeforeItIsTold) {
  const TemporaryFolder folder;
  const std::string line = succeeded_line({1, 2, "a"}, Json("x"), "");
  const std::string torn = line + line.substr(0, 20);
  folder.write("out", torn);
  Result<ResultsFile> file = ResultsFile::open(folder.file("out"));
  ASSERT_TRUE(file);
  EXPECT_EQ(file->torn(), 20U);
  EXPECT_EQ(folder.read("out"), torn);
  ASSERT_TRUE(file->cut_torn_line());
  EXPECT_EQ(folder.read("out"), line);
}

TEST(BatchResultsFile, ReservesRoomAndGivesItBack) {
  const TemporaryFolder folder;
  const std::string line = succeeded_line({1, 2, "a"}, Json("x"), "");
  struct stat status = {};
  {
    Result<ResultsFile> file = ResultsFile::open(folder.file("out"));
    ASSERT_TRUE(file);
    ASSERT_TRUE(file->append(line));
    ASSERT_TRUE(file->reserve(8'000'000));
    EXPECT_EQ(folder.read("out"), line);
    ASSERT_TRUE(file->append(line));
    const testing::FileSizeLimit limit(2 * line.size() + 1000);
    EXPECT_TRUE(file->reserve(1000));
    const Result<void> does_not = file->reserve(1001);
    ASSERT_FALSE(does_not);
    EXPECT_THAT(does_not.error().message, HasSubstr("File too large"));
  }
  EXPECT_EQ(folder.read("out"), line + line);
  ASSERT_EQ(::stat(folder.file("out").c_str(), &status), 0);
  EXPECT_LT(status.st_blocks * 512, 1'000'000);
}

TEST(BatchResultLine, IsUtf8WhateverAServerSaid) {
  Error error{.kind = ErrorKind::internal_server,
              .type = "a\xff",
              .code = "b\xff",
              .message = "c\xc3",
              .hint = "d\xff",
              .request_id = "e\xff"};
  const Result<Json> failed = Json::parse(errored_line({1, 2, "a"}, error));
  ASSERT_TRUE(failed);
  EXPECT_EQ((*failed)["request_id"], Json("e\xEF\xBF\xBD"));
  EXPECT_EQ((*failed)["result"]["error"]["error"]["message"], Json("c\xEF\xBF\xBD"));
  Message message;
  message.request_id = "\xfe r";
  const Result<Json> succeeded = Json::parse(succeeded_line({1, 2, "a"}, message));
  ASSERT_TRUE(succeeded);
  EXPECT_EQ((*succeeded)["request_id"], Json("\xEF\xBF\xBD r"));
}

TEST(BatchFailedFile, KnowsItsLines) {
  const TemporaryFolder folder;
  std::vector<std::string> texts = {R"({"id": "a", "prompt": "one"})", R"({"prompt": "two"})", "broken {",
                                    R"({"custom_id":"line-1-00000000","prompt": "x"})", R"({"prompt": 7})"};
  std::string file;
  std::vector<std::uint32_t> digests;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const Line line{.number = i + 1, .size = texts[i].size(), .text = std::string_view(texts[i])};
    file += failed_line(line, {});
    digests.push_back(static_cast<std::uint32_t>(digest_of(texts[i])));
  }
  EXPECT_THAT(file, HasSubstr("{\"custom_id\":\"line-2-"));
  folder.write("failed", file);
  Result<FailedFileLines> lines = FailedFileLines::read(folder.file("failed"));
  ASSERT_TRUE(lines);
  for (const std::uint32_t digest : digests) {
    EXPECT_FALSE(lines->are_all_marked());
    lines->mark(digest);
  }
  EXPECT_TRUE(lines->are_all_marked());
}

TEST(BatchResultsFile, KeepsOnlyWhatItIsTold) {
  const TemporaryFolder folder;
  std::string text;
  std::string even;
  for (std::uint64_t i = 1; i <= 9; ++i) {
    // One line is longer than what is read at once.
    const std::string line = succeeded_line({i, 0, "n"}, Json(std::string(i == 4 ? 3'000'000 : 10, 'x')), "");
    text += line;
    if (i % 2 == 0) even += line;
  }
  folder.write("real", text);
  std::filesystem::create_symlink("real", folder.file("out"));
  Result<ResultsFile> file = ResultsFile::open(folder.file("out"));
  ASSERT_TRUE(file) << file.error().message;
  ASSERT_TRUE(file->keep_only([](const ResultHead& head) { return head.number % 2 == 0; }));
  EXPECT_EQ(folder.read("real"), even);
  const std::string more = succeeded_line({10, 0, "n"}, Json(), "");
  ASSERT_TRUE(file->append(more));
  EXPECT_EQ(folder.read("out"), even + more);
  std::vector<std::uint64_t> seen;
  ASSERT_TRUE(file->scan([&](const ResultHead& head) -> Result<void> {
    seen.push_back(head.number);
    return {};
  }));
  EXPECT_THAT(seen, ElementsAre(2, 4, 6, 8, 10));
  EXPECT_FALSE(ResultsFile::open(folder.file("out"))) << "the file that took its place is locked, too";
}

TEST(BatchResultsFile, IsItsOwnersAloneWhenNew) {
  const TemporaryFolder folder;
  const auto mode_of = [](const std::string& path) {
    struct stat status = {};
    return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 07777 : 0;
  };
  { ASSERT_TRUE(ResultsFile::open(folder.file("new"))); }
  EXPECT_EQ(mode_of(folder.file("new")), 0600u);
  ASSERT_EQ(::chmod(folder.write("old", "").c_str(), 0640), 0);
  { ASSERT_TRUE(ResultsFile::open(folder.file("old"))); }
  EXPECT_EQ(mode_of(folder.file("old")), 0640u);
}

TEST(BatchResultsFile, DoesNotWriteToAPipeThatNobodyReads) {
  const TemporaryFolder folder;
  const std::string pipe = folder.file("pipe");
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  const auto unread = ResultsFile::open(pipe);
  ASSERT_FALSE(unread);
  EXPECT_EQ(unread.error().hint, "it may be a pipe that nobody reads");
  const int reader = ::open(pipe.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  Result<ResultsFile> read = ResultsFile::open(pipe);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_TRUE(read->append("{}\n"));
  char buffer[10];
  EXPECT_EQ(::read(reader, buffer, sizeof buffer), 3);
  ::close(reader);
}

TEST(BatchRecord, NamesItsLine) {
  for (const LineKey& key : {LineKey{3, 0xabc, "a/b-c"}, LineKey{3, 0xabc, made_up_id(3, 0xabc)}}) {
    const auto back = key_of_made_up_id(record_id(key));
    ASSERT_TRUE(back);
    EXPECT_EQ(back->number, 3U);
    EXPECT_EQ(back->digest, 0xabcU);
    EXPECT_EQ(back->id, key.id);
  }
  for (const char* foreign : {"", "line-", "line-3", "line-3-", "line-3-abc", "line-x-00000abc",
                              "line-3-00000abcd", "CALL0000001"}) {
    EXPECT_FALSE(key_of_made_up_id(foreign)) << foreign;
  }
}

TEST(BatchBar, SaysHowFarItIs) {
  Tally tally;
  tally.total = 1000;
  tally.succeeded_before = 400;
  tally.succeeded = 97;
  tally.failed = 3;
  tally.throttled = 2;
  tally.input_tokens = 1'234'567;
  tally.output_tokens = 34'567;
  tally.dollars = 1.234;
  EXPECT_EQ(bar_text(tally, 12.5, "8 in flight", 200),
            "[##########----------]  50 %  500/1,000  12/s  1.2M tokens in, 34.6k out  ~$1.23  3 failed  2 "
            "throttled  "
            "8 in flight  40 s left");
  EXPECT_EQ(bar_text(tally, 12.5, "8 in flight", 100),
            "[#####-----]  50 %  500/1,000  12/s  1.3M tokens  ~$1.23  3 failed  2 throttled  40 s left");
  EXPECT_EQ(bar_text(tally, 12.5, "8 in flight", 79),
            "[#####-----]  50 %  500/1,000  12/s  ~$1.23  3 failed  2 throttled  40 s left");
  EXPECT_EQ(bar_text(tally, 12.5, "8 in flight", 70),
            " 50 %  500/1,000  12/s  ~$1.23  3 failed  2 throttled  40 s left");
  for (std::size_t columns = 0; columns < 200; ++columns)
    EXPECT_LE(bar_text(tally, 12.5, "8 in flight", columns).size(), columns);
  EXPECT_EQ(progress_text(Tally{.total = 5}, 0, ""), "0/5");
  EXPECT_EQ(duration_text(std::chrono::seconds(59)), "59 s");
  EXPECT_EQ(duration_text(std::chrono::seconds(61)), "1:01");
  EXPECT_EQ(duration_text(std::chrono::seconds(3661)), "1:01:01");
  EXPECT_EQ(dollars_text(0.000123), "$0.00012");
  EXPECT_EQ(dollars_text(12.345), "$12.35");
}

TEST(BatchPace, LooksAtTheLastHalfMinute) {
  Pace pace;
  const Pace::Time begin = {};
  EXPECT_EQ(pace.per_second(), 0);
  for (int second = 0; second <= 30; ++second) pace.note(begin + std::chrono::seconds(second), 0);
  for (int second = 31; second <= 90; ++second)
    pace.note(begin + std::chrono::seconds(second), static_cast<std::uint64_t>(second - 30) * 5);
  EXPECT_NEAR(pace.per_second(), 5, 0.01);
}

TEST(BatchTally, EstimatesCost) {
  Tally tally;
  Usage usage;
  usage.input_tokens = 1'000'000;
  usage.output_tokens = 1'000'000;
  add_usage(tally, usage, "anthropic.claude-haiku-4-5-20251001-v1:0", 0.5);
  EXPECT_NEAR(tally.dollars, 0.5 * (1 + 5), 1e-9);
  add_usage(tally, usage, "us.anthropic.claude-haiku-4-5-20251001-v1:0", 0.5);
  EXPECT_NEAR(tally.dollars, 0.5 * (1 + 5) * 2.1, 1e-9) << "the profile of a geography costs a tenth more";
  add_usage(tally, usage, "somebody's model", 1);
  EXPECT_TRUE(tally.has_unknown_prices);
  EXPECT_EQ(tally.input_tokens, 3'000'000);
}

TEST(BatchTally, CountsWhatTheCacheCosts) {
  const auto dollars = [](const Usage& usage) {
    Tally tally;
    add_usage(tally, usage, "global.anthropic.claude-haiku-4-5-20251001-v1:0", 1);
    EXPECT_EQ(tally.input_tokens, 1'000'000) << "a cached token is a token";
    return tally.dollars;
  };
  constexpr std::int64_t kMillion = 1'000'000;
  EXPECT_NEAR(dollars({.cache_read_input_tokens = kMillion}), 0.1, 1e-9);
  EXPECT_NEAR(dollars({.cache_creation_input_tokens = kMillion}), 1.25, 1e-9);
  EXPECT_NEAR(dollars({.cache_creation_input_tokens = kMillion,
                       .cache_creation = CacheCreation{.ephemeral_1h_input_tokens = kMillion}}),
              2, 1e-9)
      << "kept for an hour it costs twice the input";
}

}  // namespace
}  // namespace anthropic::internal::cli
