#include <anthropic/aws/cloudwatch_monitor.hpp>

#include "base/text/header_lookup.hpp"
#include "base/text/text.hpp"
#include "client/client_fixture.hpp"

namespace anthropic::internal::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

using namespace std::chrono_literals;

class MonitorTest : public ClientTest {
 protected:
  MonitorTest() {
    fake_.transport->answer_with([this](const FakeRequest& request) { return answer(request); });
  }

  FakeAnswer answer(const FakeRequest& request) {
    const std::string target = request.header("x-amz-target");
    if (target.empty()) {
      FakeAnswer message = message_answer();
      if (!text.empty()) {
        message.pieces = {
            Json::object({{"type", "message"},
                          {"role", "assistant"},
                          {"content", Json::array({Json::object({{"type", "text"}, {"text", text}})})}})
                .dump()};
      }
      set_header(message.headers, "x-amzn-RequestId", request_id);
      return message;
    }
    if (target.ends_with(".PutLogEvents") && ++puts == refused_put) {
      return refusal(400, "AccessDeniedException", "no");
    }
    if (target.ends_with(".PutLogEvents") && refusals > 0) {
      --refusals;
      return refusal(400, "AccessDeniedException", "no");
    }
    if (target.ends_with(".CreateLogGroup") && group_is_there) {
      return refusal(400, "ResourceAlreadyExistsException", "it is there");
    }
    return FakeAnswer{.status = 200, .pieces = {"{}"}};
  }

  aws::Session session() {
    return make_session({.region = "us-east-1",
                         .access_key_id = "AKIDEXAMPLE",
                         .secret_access_key = kSecret,
                         .session_token = "session-token-of-the-test"});
  }

  aws::CloudWatchMonitorOptions quiet() {
    return {.log_stream_name = "s", .flush_interval = 1h, .logger = [this](LogLevel, std::string_view line) {
              log += line;
            }};
  }

  AnthropicBedrock watched_by(const aws::CloudWatchMonitor& monitor) {
    AnthropicBedrockOptions options = this->options();
    options.observe.on_call = monitor.observer();
    return make_client(options);
  }

  /// The events of every PutLogEvents, in their order.
  std::vector<Json> lines() {
    std::vector<Json> found;
    for (const FakeRequest& request : fake_.transport->requests()) {
      if (!request.header("x-amz-target").ends_with(".PutLogEvents")) continue;
      const Json body = *Json::parse(request.body);
      for (const Json& event : body["logEvents"].items()) {
        found.push_back(*Json::parse(*event["message"].as_string()));
      }
    }
    return found;
  }

  std::string request_id = "req-1";
  std::string text;  // of the answers, if it is to be another one
  int refusals = 0;
  int puts = 0, refused_put = 0;
  bool group_is_there = false;
};

TEST_F(MonitorTest, WritesALineForEachCall) {
  aws::CloudWatchMonitor monitor(session(), quiet());
  const AnthropicBedrock client = watched_by(monitor);
  ASSERT_TRUE(client.messages.create(params()));
  EXPECT_FALSE(client.messages.create({.model = "x"}));
  EXPECT_TRUE(lines().empty()) << "nothing is sent in the call";
  ASSERT_TRUE(monitor.flush());
  const auto written = lines();
  ASSERT_EQ(written.size(), 2u);
  EXPECT_EQ(written[0]["model"].as_string(), kHaiku);
  EXPECT_EQ(written[0]["output_tokens"].as_int64(), 4);
  EXPECT_EQ(written[0]["stop_reason"].as_string(), "end_turn");
  EXPECT_EQ(written[0]["request_id"].as_string(), "req-1");
  EXPECT_EQ(written[1]["error"]["kind"].as_string(), "bad_request");
  EXPECT_FALSE(written[0].contains("request"));
  EXPECT_THAT(written[0].dump(), Not(HasSubstr("A prompt nobody may log")));
  EXPECT_EQ(monitor.dropped(), 0u);
}

TEST_F(MonitorTest, ARequestIdThatIsNotUtf8LosesNoLine) {
  request_id = "a\xff";
  aws::CloudWatchMonitor monitor(session(), quiet());
  ASSERT_TRUE(watched_by(monitor).messages.create(params()));
  ASSERT_TRUE(monitor.flush());
  ASSERT_EQ(lines().size(), 1u);
  EXPECT_EQ(lines()[0]["request_id"].as_string(), "a\uFFFD");
}

TEST_F(MonitorTest, WritesPromptsOnlyWhenAsked) {
  auto options = quiet();
  options.log_prompts = true;
  aws::CloudWatchMonitor monitor(session(), options);
  ASSERT_TRUE(watched_by(monitor).messages.create(params()));
  ASSERT_TRUE(monitor.flush());
  EXPECT_THAT(*lines().at(0)["request"].as_string(), HasSubstr("A prompt nobody may log"));
  EXPECT_EQ(lines().at(0)["answer"].as_string(), "Hello!");
  EXPECT_FALSE(lines().at(0).contains("omitted"));
}

TEST_F(MonitorTest, LeavesOutWhatIsTooLongAndNamesIt) {
  const std::string longest(1'100'000, 'x');
  struct Case {
    std::string prompt, answer;
    const char* omitted;
  };
  for (const Case& one : {Case{longest, "short", R"(["request"])"}, Case{"short", longest, R"(["answer"])"},
                          Case{longest, longest, R"(["request","answer"])"}}) {
    auto options = quiet();
    options.log_prompts = true;
    text = one.answer;
    const std::size_t before = lines().size();
    aws::CloudWatchMonitor monitor(session(), options);
    MessageCreateParams request = params();
    request.messages = {{"user", one.prompt}};
    ASSERT_TRUE(watched_by(monitor).messages.create(request));
    ASSERT_TRUE(monitor.flush());
    const Json line = lines().at(before);
    EXPECT_EQ(line["omitted"].dump(), one.omitted);
    EXPECT_EQ(line.contains("request"), one.prompt == "short");
    EXPECT_EQ(line.contains("answer"), one.answer == "short");
    EXPECT_EQ(line["request_id"].as_string(), "req-1");
    EXPECT_EQ(monitor.dropped(), 0u);
  }
}

TEST_F(MonitorTest, LosesNothingOnShutdown) {
  group_is_there = true;
  CallObserver observer;
  {
    aws::CloudWatchMonitor monitor(session(), quiet());
    observer = monitor.observer();
    const AnthropicBedrock client = watched_by(monitor);
    for (int i = 0; i < 5; ++i) ASSERT_TRUE(client.messages.create(params()));
  }
  EXPECT_EQ(lines().size(), 5u);
  observer({.model = "after the end"});
  EXPECT_EQ(lines().size(), 5u);
}

TEST_F(MonitorTest, KeepsWhatCloudWatchRefuses) {
  refusals = 1;
  aws::CloudWatchMonitor monitor(session(), quiet());
  ASSERT_TRUE(watched_by(monitor).messages.create(params()));
  EXPECT_EQ(monitor.flush().error().kind, ErrorKind::permission_denied);
  ASSERT_TRUE(monitor.flush());
  const auto written = lines();
  ASSERT_EQ(written.size(), 2u) << "the first time it was refused";
  EXPECT_EQ(written[0], written[1]);
}

TEST_F(MonitorTest, StoresNothingTwiceWhenTheSecondHalfIsRefused) {
  refused_put = 2;
  aws::CloudWatchMonitor monitor(session(), quiet());
  const AnthropicBedrock client = watched_by(monitor);
  ASSERT_TRUE(client.messages.create(params()));
  fake_.clock->advance(48h);  // CloudWatch Logs takes no more than a day in one request
  ASSERT_TRUE(client.messages.create(params()));
  EXPECT_EQ(monitor.flush().error().kind, ErrorKind::permission_denied);
  ASSERT_TRUE(monitor.flush());
  const auto written = lines();
  ASSERT_EQ(written.size(), 3u) << "the first once, the second again";
  EXPECT_NE(written[0], written[1]);
  EXPECT_EQ(written[1], written[2]);
}

TEST_F(MonitorTest, DropsAndCountsWhatIsTooMuch) {
  auto options = quiet();
  options.max_queued = 2;
  aws::CloudWatchMonitor monitor(session(), options);
  const AnthropicBedrock client = watched_by(monitor);
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(client.messages.create(params()));
  ASSERT_TRUE(monitor.flush());
  EXPECT_EQ(lines().size(), 2u);
  EXPECT_EQ(monitor.dropped(), 3u);
}

TEST_F(MonitorTest, SaysWhichOptionIsWrong) {
  const std::vector<std::pair<std::string, void (*)(aws::CloudWatchMonitorOptions&)>> wrong = {
      {"flush_interval is 0 ms",
       [](aws::CloudWatchMonitorOptions& options) { options.flush_interval = 0ms; }},
      {"max_queued is 0", [](aws::CloudWatchMonitorOptions& options) { options.max_queued = 0; }}};
  for (const auto& [what, change] : wrong) {
    log.clear();
    auto options = quiet();
    change(options);
    aws::CloudWatchMonitor monitor(session(), options);
    EXPECT_THAT(log, HasSubstr(what)) << log;
    ASSERT_TRUE(watched_by(monitor).messages.create(params()));
    const auto flushed = monitor.flush();
    EXPECT_EQ(flushed.error().kind, ErrorKind::configuration);
    EXPECT_THAT(flushed.error().message, HasSubstr(what)) << flushed.error().message;
  }
  EXPECT_EQ(lines().size(), 0u);
}

TEST_F(MonitorTest, SendsMetrics) {
  auto options = quiet();
  options.metrics_namespace = "Test/Claude";
  aws::CloudWatchMonitor monitor(session(), options);
  ASSERT_TRUE(watched_by(monitor).messages.create(params()));
  ASSERT_TRUE(monitor.flush());
  const FakeRequest last = fake_.transport->requests().back();
  EXPECT_TRUE(last.header("x-amz-target").ends_with(".PutMetricData")) << last.url;
  for (const char* part : {"Test/Claude", "Invocations", "OutputTokens", kHaiku}) {
    EXPECT_THAT(last.body, HasSubstr(part)) << part;
  }
}

}  // namespace
}  // namespace anthropic::internal::testing
