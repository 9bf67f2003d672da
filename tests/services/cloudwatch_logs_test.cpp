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

TEST_F(CloudWatchLogsTest, ListsGroupsOfAllPages) {
  answer(R"({"logGroups":[{"logGroupName":"/a","arn":"arn:aws:logs:us-east-1:1:log-group:/a:*",
    "creationTime":1795348800000,"retentionInDays":30,"storedBytes":5000000000}],"nextToken":"t"})");
  answer(R"({"logGroups":[{"logGroupName":"/b"}]})");
  const testing::Listed groups(
      CloudWatchLogs(session()).describe_log_groups_all({.log_group_name_prefix = "/", .limit = 50}));
  EXPECT_FALSE(groups.error);
  ASSERT_EQ(groups.items.size(), 2u);
  EXPECT_EQ(groups.items[0].arn, "arn:aws:logs:us-east-1:1:log-group:/a:*");
  EXPECT_EQ(groups.items[0].creation_time, now());
  EXPECT_EQ(groups.items[0].retention_in_days, 30);
  EXPECT_EQ(groups.items[0].stored_bytes, 5'000'000'000);
  EXPECT_EQ(groups.items[1].retention_in_days, std::nullopt);
  EXPECT_EQ(sent(0).body, R"({"logGroupNamePrefix":"/","limit":50})");
  EXPECT_EQ(sent(1).body, R"({"logGroupNamePrefix":"/","limit":50,"nextToken":"t"})");
  EXPECT_EQ(sent(0).header("x-amz-target"), "Logs_20140328.DescribeLogGroups");
}

TEST_F(CloudWatchLogsTest, SaysHowLongEventsAreKept) {
  answer("");
  ASSERT_TRUE(CloudWatchLogs(session()).put_retention_policy({"/app", 30}));
  EXPECT_EQ(last_request().body, R"({"logGroupName":"/app","retentionInDays":30})");
  EXPECT_EQ(last_request().header("x-amz-target"), "Logs_20140328.PutRetentionPolicy");
}

TEST_F(CloudWatchLogsTest, QueriesAndReadsTheRows) {
  const CloudWatchLogs logs(session());
  answer(R"({"queryId":"q-1"})");
  const auto started = logs.start_query({.log_group_names = {"/app"},
                                         .query_string = "fields @message | limit 1",
                                         .start_time = now() + 1ms,
                                         .end_time = now() + 1h - 1ms,
                                         .limit = 10});
  ASSERT_TRUE(started) << started.error().to_string();
  EXPECT_EQ(started->query_id, "q-1");
  EXPECT_EQ(last_request().header("x-amz-target"), "Logs_20140328.StartQuery");
  EXPECT_EQ(last_body(), *Json::parse(R"({"logGroupNames": ["/app"], "startTime": 1795348800,
    "endTime": 1795352400, "queryString": "fields @message | limit 1", "limit": 10})"));

  answer(R"({"queryLanguage":"CWLI","results":[
    [{"field":"model","value":"a \"b]\" \u00e9"},{"field":"calls","value":"3"}] , [],
    [{"field":"calls","value":"4"}]],
    "statistics":{"recordsMatched":7.0,"recordsScanned":9,"bytesScanned":1.5E3},"status":"Complete","nextToken":"n"})");
  const auto results = logs.get_query_results({.query_id = "q-1", .max_items = 5, .next_token = "t"});
  ASSERT_TRUE(results) << results.error().to_string();
  EXPECT_EQ(last_body(), *Json::parse(R"({"queryId": "q-1", "maxItems": 5, "nextToken": "t"})"));
  EXPECT_EQ(results->status, "Complete");
  EXPECT_EQ(results->statistics.records_matched, 7);
  EXPECT_EQ(results->statistics.bytes_scanned, 1500);
  EXPECT_EQ(results->next_token, "n");
  EXPECT_EQ(results->results.size(), 3u);
  // A copy is as good, and the rows can be read again.
  const QueryRows copy = results->results;
  for (const QueryRows* rows : {&results->results, &copy}) {
    std::vector<QueryRow> read;
    for (const QueryRow& row : *rows) read.push_back(row);
    ASSERT_EQ(read.size(), 3u);
    ASSERT_EQ(read[0].size(), 2u);
    EXPECT_EQ(read[0][0].value, "a \"b]\" \xC3\xA9");
    EXPECT_EQ(read[0][1].field, "calls");
    EXPECT_TRUE(read[1].empty());
    EXPECT_EQ(read[2].at(0).value, "4");
  }

  answer(R"({"success":true})");
  const auto stopped = logs.stop_query({.query_id = "q-1"});
  ASSERT_TRUE(stopped);
  EXPECT_TRUE(stopped->success);
  EXPECT_EQ(last_request().body, R"({"queryId":"q-1"})");
}

TEST_F(CloudWatchLogsTest, AQueryThatRunsHasNoRowsYet) {
  answer(R"({"status":"Scheduled"})");
  const auto results = CloudWatchLogs(session()).get_query_results({.query_id = "q"});
  ASSERT_TRUE(results) << results.error().to_string();
  EXPECT_TRUE(results->results.empty());
  EXPECT_EQ(results->results.begin(), results->results.end());
}

TEST_F(CloudWatchLogsTest, RowsThatAreNoneAreAnError) {
  const CloudWatchLogs logs(session());
  for (const char* body :
       {"", "{}", "<html>", R"({"results":[[{"field":"a"}]]})", R"({"status":"Complete","results":{}})",
        R"({"status":"Complete","results":[1]})", R"({"status":"Complete","results":[[{"field":"a")"}) {
    answer(body);
    const auto results = logs.get_query_results({.query_id = "q"});
    ASSERT_FALSE(results) << body;
    EXPECT_EQ(results.error().kind, ErrorKind::response_validation) << body;
  }
}

TEST_F(CloudWatchLogsTest, RefusesAQueryThatCannotWork) {
  const CloudWatchLogs logs(session());
  StartQueryInput input{
      .log_group_names = {"/app"}, .query_string = "limit 1", .start_time = now(), .end_time = now() - 1s};
  EXPECT_THAT(local_refusal(logs.start_query(input)), HasSubstr("behind the end"));
  input.query_string.assign(10'001, 'x');
  EXPECT_THAT(local_refusal(logs.start_query(input)), HasSubstr("10000 bytes"));
  input.query_string = "";
  EXPECT_THAT(local_refusal(logs.start_query(input)), HasSubstr("query_string"));
  input.log_group_names = {};
  EXPECT_THAT(local_refusal(logs.start_query(input)), HasSubstr("1 to 50 log groups, not 0"));
  EXPECT_THAT(local_refusal(logs.get_query_results({})), HasSubstr("query_id"));
  EXPECT_THAT(local_refusal(logs.stop_query({})), HasSubstr("query_id"));
  EXPECT_THAT(local_refusal(logs.put_retention_policy({"/app"})), HasSubstr("one day"));
  EXPECT_THAT(local_refusal(logs.put_retention_policy({"", 1})), HasSubstr("log_group_name"));
  EXPECT_THAT(
      local_refusal(logs.describe_log_groups({.log_group_name_prefix = "a", .log_group_name_pattern = "b"})),
      HasSubstr("not by both"));
}

}  // namespace
}  // namespace anthropic::internal::aws
