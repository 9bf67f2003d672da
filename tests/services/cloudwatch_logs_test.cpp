#include <anthropic/aws/cloudwatch_logs.hpp>

#include "support/listed.hpp"
#include "support/service_test.hpp"

namespace anthropic::internal::aws {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using namespace std::chrono_literals;

class CloudWatchLogsTest : public ServiceTest {
 protected:
  PutLogEventsInput input() const { return {.log_group_name = "/app", .log_stream_name = "host"}; }
  std::chrono::system_clock::time_point now() const { return fake_.clock->now(); }
  Json body(std::size_t request) const { return *Json::parse(fake_.transport->requests().at(request).body); }
  std::string messages(std::size_t request) const {
    std::string text;
    const Json sent = body(request);
    for (const Json& event : sent["logEvents"].items()) text += event["message"].string_or("");
    return text;
  }
};

TEST_F(CloudWatchLogsTest, SendsEventsInOrderOfTime) {
  PutLogEventsInput put = input();
  put.log_events = {{now(), "c"}, {now() - 2s, "a"}, {now() - 1s, "b"}, {now(), "d"}};
  answer("{}");
  const auto output = CloudWatchLogs(session()).put_log_events(put);
  ASSERT_TRUE(output) << output.error().to_string();
  EXPECT_EQ(output->batches, 1);
  EXPECT_EQ(messages(0), "abcd");
  EXPECT_EQ(body(0)["logEvents"][0]["timestamp"].as_int64(), 1795348798000);
  EXPECT_EQ(body(0)["logGroupName"].string_or(""), "/app");
  EXPECT_EQ(body(0)["logStreamName"].string_or(""), "host");
}

TEST_F(CloudWatchLogsTest, SplitsByNumber) {
  PutLogEventsInput put = input();
  put.log_events.assign(10'001, {now(), "x"});
  answer("{}");
  answer("{}");
  const auto output = CloudWatchLogs(session()).put_log_events(put);
  ASSERT_TRUE(output) << output.error().to_string();
  EXPECT_EQ(output->batches, 2);
  EXPECT_EQ(body(0)["logEvents"].size(), 10'000u);
  EXPECT_EQ(body(1)["logEvents"].size(), 1u);
}

TEST_F(CloudWatchLogsTest, SplitsBySize) {
  PutLogEventsInput put = input();
  // With 26 bytes more for each, the first two fill a request to its last byte.
  put.log_events = {{now(), std::string(524'262, 'a')}, {now(), std::string(524'262, 'b')}, {now(), "c"}};
  answer("{}");
  answer("{}");
  const auto output = CloudWatchLogs(session()).put_log_events(put);
  ASSERT_TRUE(output) << output.error().to_string();
  EXPECT_EQ(output->batches, 2);
  EXPECT_EQ(body(0)["logEvents"].size(), 2u);
  EXPECT_EQ(messages(1), "c");
}

TEST_F(CloudWatchLogsTest, SplitsByTime) {
  PutLogEventsInput put = input();
  put.log_events = {{now() - 24h, "a"}, {now() - 1ms, "b"}, {now(), "c"}};
  answer("{}");
  answer("{}");
  const auto output = CloudWatchLogs(session()).put_log_events(put);
  ASSERT_TRUE(output) << output.error().to_string();
  EXPECT_EQ(messages(0), "ab");
  EXPECT_EQ(messages(1), "c");
}

TEST_F(CloudWatchLogsTest, RefusesAnEventThatCannotBeSent) {
  const CloudWatchLogs logs(session());
  PutLogEventsInput put = input();
  put.log_events = {{now(), "fine"}, {now(), std::string(2u << 20, 'x')}};
  EXPECT_EQ(local_refusal(logs.put_log_events(put)),
            "log event 1 has 2097152 bytes; CloudWatch Logs takes at most 1048550");
  put.log_events = {{now(), std::string(1'048'551, 'x')}};
  EXPECT_THAT(local_refusal(logs.put_log_events(put)), HasSubstr("1048551"));
  put.log_events = {{now(), ""}};
  EXPECT_THAT(local_refusal(logs.put_log_events(put)), HasSubstr("no message"));
  put.log_events = {{std::chrono::system_clock::time_point(-1ms), "x"}};
  EXPECT_THAT(local_refusal(logs.put_log_events(put)), HasSubstr("1970"));
  put.log_group_name = "";
  EXPECT_THAT(local_refusal(logs.put_log_events(put)), HasSubstr("log_group_name"));
}

TEST_F(CloudWatchLogsTest, RefusesWhatIsNotUtf8) {
  const CloudWatchLogs logs(session());
  PutLogEventsInput put = input();
  put.log_events = {{now(), "good"}, {now(), "caf\xe9"}};
  EXPECT_EQ(local_refusal(logs.put_log_events(put)), "log event 1 is not UTF-8");
  put.log_events = {{now(), "good"}};
  put.log_group_name = "caf\xe9";
  EXPECT_EQ(local_refusal(logs.put_log_events(put)), "logGroupName is not UTF-8");
  EXPECT_EQ(
      local_refusal(logs.filter_log_events({.log_group_name = "g", .log_stream_names = {"a", "b\xff"}})),
      "logStreamNames[1] is not UTF-8");
}

TEST_F(CloudWatchLogsTest, TheLongestEventIsSent) {
  PutLogEventsInput put = input();
  put.log_events = {{now(), std::string(1'048'550, 'x')}};
  answer("{}");
  EXPECT_TRUE(CloudWatchLogs(session()).put_log_events(put));
}

TEST_F(CloudWatchLogsTest, NothingToSendSendsNothing) {
  const auto output = CloudWatchLogs(session()).put_log_events(input());
  ASSERT_TRUE(output);
  EXPECT_EQ(output->batches, 0);
  EXPECT_EQ(requests_sent(), 0u);
}

TEST_F(CloudWatchLogsTest, ReportsWhatWasRejectedByTheCallersIndex) {
  PutLogEventsInput put = input();
  put.log_events = {{now() + 3h, "new"}, {now(), "good"}, {now() - 1h, "expired"}, {now() - 2h, "old"}};
  answer(
      R"({"rejectedLogEventsInfo":{"tooOldLogEventEndIndex":1,"expiredLogEventEndIndex":2,"tooNewLogEventStartIndex":3}})");
  const auto output = CloudWatchLogs(session()).put_log_events(put);
  ASSERT_TRUE(output) << output.error().to_string();
  ASSERT_EQ(output->rejected_log_events.size(), 3u);
  EXPECT_EQ(output->rejected_log_events[0].index, 3u);
  EXPECT_EQ(output->rejected_log_events[0].reason, LogEventRejection::too_old);
  EXPECT_EQ(output->rejected_log_events[1].index, 2u);
  EXPECT_EQ(output->rejected_log_events[1].reason, LogEventRejection::expired);
  EXPECT_EQ(output->rejected_log_events[2].index, 0u);
  EXPECT_EQ(output->rejected_log_events[2].reason, LogEventRejection::too_new);
}

TEST_F(CloudWatchLogsTest, RubbishAboutRejectedEventsDoesNoHarm) {
  PutLogEventsInput put = input();
  put.log_events = {{now(), "a"}, {now(), "b"}};
  answer(
      R"({"rejectedLogEventsInfo":{"tooOldLogEventEndIndex":999999999999,"expiredLogEventEndIndex":-5,"tooNewLogEventStartIndex":-7}})");
  const auto output = CloudWatchLogs(session()).put_log_events(put);
  ASSERT_TRUE(output);
  for (const RejectedLogEvent& rejected : output->rejected_log_events) EXPECT_LT(rejected.index, 2u);
}

TEST_F(CloudWatchLogsTest, AnErrorHalfWaySaysHowFarItCame) {
  PutLogEventsInput put = input();
  put.log_events = {{now() - 48h, "a"}, {now(), "b"}};
  answer("{}");
  refuse(400, "AccessDeniedException", "no");
  const auto output = CloudWatchLogs(session()).put_log_events(put);
  ASSERT_FALSE(output);
  EXPECT_EQ(output.error().kind, ErrorKind::permission_denied);
  EXPECT_EQ(output.error().message, "no (1 of 2 events, the oldest, had been sent)");
}

TEST_F(CloudWatchLogsTest, SplitsEventsIntoWhatARequestTakes) {
  PutLogEventsInput put = input();
  put.log_events = {{now(), "b"}, {now() - 48h, "a"}, {now() + 1s, "c"}};
  const auto requests = split_log_events(put);
  ASSERT_TRUE(requests) << requests.error().to_string();
  ASSERT_EQ(requests->size(), 2u);
  EXPECT_EQ((*requests)[0].log_events.at(0).message, "a");
  EXPECT_EQ((*requests)[1].log_events.at(0).message, "b");
  EXPECT_EQ((*requests)[1].log_events.at(1).message, "c");
  EXPECT_EQ((*requests)[1].log_group_name, put.log_group_name);
  EXPECT_EQ((*requests)[1].log_stream_name, put.log_stream_name);
  put.log_events = {{now(), ""}};
  EXPECT_EQ(split_log_events(put).error().kind, ErrorKind::bad_request);
}

TEST_F(CloudWatchLogsTest, CreatesGroupsAndStreams) {
  const CloudWatchLogs logs(session());
  answer("");
  EXPECT_TRUE(logs.create_log_group({.log_group_name = "/app", .tags = {{"a", "b"}}}));
  EXPECT_EQ(last_request().header("x-amz-target"), "Logs_20140328.CreateLogGroup");
  EXPECT_EQ(last_request().body, R"({"logGroupName":"/app","tags":{"a":"b"}})");
  answer("");
  EXPECT_TRUE(logs.create_log_stream({.log_group_name = "/app", .log_stream_name = "s"}));
  EXPECT_EQ(last_request().body, R"({"logGroupName":"/app","logStreamName":"s"})");
  refuse(400, "ResourceAlreadyExistsException", "it is there");
  EXPECT_EQ(logs.create_log_group({.log_group_name = "/app"}).error().kind, ErrorKind::conflict);
  EXPECT_FALSE(logs.create_log_group({}));
  EXPECT_FALSE(logs.create_log_stream({.log_group_name = "/app"}));
  EXPECT_EQ(requests_sent(), 3u);
}

TEST_F(CloudWatchLogsTest, ReadsAStream) {
  answer(
      R"({"events":[{"timestamp":1795348800123,"message":"x","ingestionTime":1795348801000}],"nextForwardToken":"f/1","nextBackwardToken":"b/1"})");
  const auto page = CloudWatchLogs(session()).get_log_events({.log_group_name = "/app",
                                                              .log_stream_name = "s",
                                                              .start_time = now(),
                                                              .limit = 10,
                                                              .start_from_head = true});
  ASSERT_TRUE(page) << page.error().to_string();
  ASSERT_EQ(page->events.size(), 1u);
  EXPECT_EQ(page->events[0].timestamp, now() + 123ms);
  EXPECT_EQ(page->events[0].ingestion_time, now() + 1s);
  EXPECT_EQ(page->next_forward_token, "f/1");
  EXPECT_EQ(
      last_request().body,
      R"({"logGroupName":"/app","logStreamName":"s","startTime":1795348800000,"limit":10,"startFromHead":true})");
}

TEST_F(CloudWatchLogsTest, FollowsEveryPageOfAFilter) {
  answer(R"({"events":[{"logStreamName":"s","message":"1","eventId":"e1"}],"nextToken":"t1"})");
  answer(R"({"events":[],"nextToken":"t2"})");
  answer(R"({"events":[{"message":"2"},{"message":"3"}]})");
  std::string seen;
  for (const FilteredLogEvent& event : CloudWatchLogs(session()).filter_log_events_all(
           {.log_group_name = "/app", .filter_pattern = "ERROR"})) {
    seen += event.message;
  }
  EXPECT_EQ(seen, "123");
  ASSERT_EQ(requests_sent(), 3u);
  EXPECT_FALSE(body(0).contains("nextToken"));
  EXPECT_EQ(body(1)["nextToken"].string_or(""), "t1");
  EXPECT_EQ(body(2)["nextToken"].string_or(""), "t2");
  EXPECT_EQ(body(2)["filterPattern"].string_or(""), "ERROR");
}

TEST_F(CloudWatchLogsTest, APageIsAskedForWhenItIsNeeded) {
  auto events = CloudWatchLogs(session()).filter_log_events_all({.log_group_name = "/app"});
  EXPECT_EQ(requests_sent(), 0u);
  answer(R"({"events":[{"message":"1"},{"message":"2"}],"nextToken":"t1"})");
  ASSERT_TRUE(events.next());
  EXPECT_EQ(events.next()->message, "2");
  EXPECT_EQ(requests_sent(), 1u);
}

TEST_F(CloudWatchLogsTest, PagesThatGoInCirclesAreAnError) {
  answer(R"({"events":[],"nextToken":"t1"})");
  answer(R"({"events":[],"nextToken":"t1"})");
  const testing::Listed events(CloudWatchLogs(session()).filter_log_events_all({.log_group_name = "/app"}));
  ASSERT_TRUE(events.error);
  EXPECT_EQ(events.error->kind, ErrorKind::response_validation);
  EXPECT_EQ(events.error->message, "the answer to FilterLogEvents names its own page as the next one");
}

}  // namespace
}  // namespace anthropic::internal::aws
