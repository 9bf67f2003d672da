// The endpoint as CloudWatch and as CloudWatch Logs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "local/aws/logs/insights.hpp"
#include "local/server/endpoint.hpp"
#include "signed_request.hpp"

namespace anthropic::internal::local {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

EndpointSettings settings() {
  EndpointSettings made;
  made.accepted = {{plain_pair()}, {}, "us-east-1"};
  made.now = noon;
  made.random = std::make_shared<RealRandom>();
  return made;
}

class CloudWatchServiceTest : public ::testing::Test {
 protected:
  Answer call(const std::string& service, const std::string& target, const std::string& version,
              std::string body) {
    SignedWith with{.service = service, .content_type = "application/x-amz-json-" + version};
    with.more = {{"X-Amz-Target", target}};
    return endpoint_.answer(signed_request("POST", "/", std::move(body), with));
  }
  Json metrics(const std::string& operation, const std::string& body, int status = 200) {
    const Answer answer = call("monitoring", "GraniteServiceVersion20100801." + operation, "1.0", body);
    EXPECT_EQ(answer.status, status) << answer.body;
    return Json::parse(answer.body).value_or(Json());
  }
  Json logs(const std::string& operation, const std::string& body, int status = 200) {
    const Answer answer = call("logs", "Logs_20140328." + operation, "1.1", body);
    EXPECT_EQ(answer.status, status) << answer.body;
    return Json::parse(answer.body).value_or(Json());
  }
  void ask(Headers more = {}) {
    SignedWith with;
    with.more = std::move(more);
    EXPECT_EQ(endpoint_.answer(signed_request("POST", kHaikuInvoke, invoke_body(), with)).status, 200);
  }
  Json query(const std::string& group, const std::string& text) {
    const std::int64_t now =
        std::chrono::duration_cast<std::chrono::seconds>(noon().time_since_epoch()).count();
    const Json body = Json::object({{"logGroupNames", Json::array({group})},
                                    {"startTime", now - 86'400},
                                    {"endTime", now},
                                    {"queryString", text}});
    const std::string id = logs("StartQuery", body.dump())["queryId"].string_or("");
    const std::string asked = Json::object({{"queryId", id}}).dump();
    EXPECT_EQ(logs("GetQueryResults", asked)["status"].string_or(""), "Running");
    return logs("GetQueryResults", asked);
  }

  Endpoint endpoint_{settings()};
};

constexpr const char* kInvocations =
    R"({"MetricDataQueries":[{"Id":"m","MetricStat":{"Metric":{"Namespace":"AWS/Bedrock",
  "MetricName":"Invocations","Dimensions":[{"Name":"ModelId","Value":"us.anthropic.claude-haiku-4-5-20251001-v1:0"}]},
  "Period":60,"Stat":"Sum"}}],"StartTime":1795348740,"EndTime":1795348860})";

TEST_F(CloudWatchServiceTest, MeasuresTheCallsThatItHasAnswered) {
  EXPECT_TRUE(metrics("GetMetricData", kInvocations)["MetricDataResults"][0]["Values"].empty());
  ask();
  ask();
  const Json data = metrics("GetMetricData", kInvocations);
  EXPECT_EQ(data["MetricDataResults"][0]["Values"], *Json::parse("[2]"));
  EXPECT_EQ(data["MetricDataResults"][0]["Timestamps"], *Json::parse("[1795348800]"));
  EXPECT_THAT(data["Messages"][0]["Value"].string_or(""), HasSubstr("not AWS"));
}

TEST_F(CloudWatchServiceTest, HasSamplesOfSeveralIdsOfAModel) {
  const Json listed = metrics("ListMetrics", R"({"Namespace":"AWS/Bedrock","MetricName":"Invocations"})");
  EXPECT_EQ(listed["Metrics"].size(), 3u) << listed;
  EXPECT_TRUE(metrics("ListMetrics", R"({"Namespace":"AWS/BedrockMantle"})")["Metrics"].empty());
}

TEST_F(CloudWatchServiceTest, KeepsWhatIsPut) {
  metrics("PutMetricData",
          R"({"Namespace":"App","MetricData":[{"MetricName":"Calls","Value":2,"Timestamp":1795348700},
    {"MetricName":"Calls","Values":[4,9],"Timestamp":1795348700}]})");
  const Json statistics =
      metrics("GetMetricStatistics", R"({"Namespace":"App","MetricName":"Calls","StartTime":1795348200,
    "EndTime":1795348800,"Period":600,"Statistics":["Sum","Average","Maximum"],"ExtendedStatistics":["p50"]})");
  const Json& point = statistics["Datapoints"][0];
  EXPECT_EQ(point["Sum"].as_double(), 15);
  EXPECT_EQ(point["Average"].as_double(), 5);
  EXPECT_EQ(point["Maximum"].as_double(), 9);
  EXPECT_EQ(point["ExtendedStatistics"]["p50"].as_double(), 4);
}

TEST_F(CloudWatchServiceTest, ServesMetricDataPageByPage) {
  std::string body =
      R"({"MetricDataQueries":[{"Id":"a","MetricStat":{"Metric":{"Namespace":"App","MetricName":"A"},
    "Period":60,"Stat":"Sum"}},{"Id":"b","MetricStat":{"Metric":{"Namespace":"App","MetricName":"A"},"Period":60,
    "Stat":"Maximum"}}],"StartTime":1795348680,"EndTime":1795348800,"ScanBy":"TimestampAscending","MaxDatapoints":3})";
  metrics("PutMetricData",
          R"({"Namespace":"App","MetricData":[{"MetricName":"A","Value":1,"Timestamp":1795348680},
    {"MetricName":"A","Value":2,"Timestamp":1795348740}]})");
  const Json first = metrics("GetMetricData", body);
  EXPECT_EQ(first["MetricDataResults"][0]["Values"], *Json::parse("[1,2]"));
  EXPECT_EQ(first["MetricDataResults"][1]["Values"], *Json::parse("[1]"));
  EXPECT_EQ(first["MetricDataResults"][1]["StatusCode"].string_or(""), "PartialData");
  body.insert(body.size() - 1, R"(,"NextToken":")" + first["NextToken"].string_or("") + "\"");
  const Json second = metrics("GetMetricData", body);
  EXPECT_EQ(second["MetricDataResults"][1]["Values"], *Json::parse("[2]"));
  EXPECT_FALSE(second.contains("NextToken"));
}

TEST_F(CloudWatchServiceTest, RefusesMetricsThatCannotBe) {
  const auto code = [&](const char* operation, const std::string& body) {
    return metrics(operation, body, 400)["__type"].string_or("");
  };
  EXPECT_EQ(code("GetMetricData", "{}"), "ValidationError");
  EXPECT_EQ(code("GetMetricData",
                 R"({"MetricDataQueries":[{"Id":"m","Expression":"m0 * 2"}],"StartTime":1,"EndTime":2})"),
            "ValidationError");
  EXPECT_EQ(code("GetMetricData", R"({"MetricDataQueries":[{"Id":"m"}],"StartTime":2,"EndTime":2})"),
            "InvalidParameterValue");
  EXPECT_EQ(
      code("PutMetricData", R"({"Namespace":"AWS/Bedrock","MetricData":[{"MetricName":"x","Value":1}]})"),
      "InvalidParameterValue");
  EXPECT_EQ(code("DeleteAlarms", "{}"), "UnknownOperationException");
}

TEST_F(CloudWatchServiceTest, KeepsLogs) {
  logs("CreateLogGroup", R"({"logGroupName":"/app"})");
  EXPECT_EQ(logs("CreateLogGroup", R"({"logGroupName":"/app"})", 400)["__type"].string_or(""),
            "ResourceAlreadyExistsException");
  logs("CreateLogStream", R"({"logGroupName":"/app","logStreamName":"s"})");
  logs("PutLogEvents", R"({"logGroupName":"/app","logStreamName":"s","logEvents":[
    {"timestamp":1795348700000,"message":"one two"},{"timestamp":1795348701000,"message":"two three"}]})");
  const Json found = logs("FilterLogEvents", R"({"logGroupName":"/app","filterPattern":"two \"three\""})");
  EXPECT_EQ(found["events"].size(), 1u);
  EXPECT_EQ(found["events"][0]["message"].string_or(""), "two three");
  EXPECT_EQ(logs("FilterLogEvents", R"({"logGroupName":"/app","limit":1})")["nextToken"].string_or(""), "1");
  EXPECT_EQ(logs("FilterLogEvents", R"({"logGroupName":"/app","filterPattern":"{ $.a = 1 }"})", 400)["__type"]
                .string_or(""),
            "InvalidParameterException");
  EXPECT_EQ(logs("FilterLogEvents", R"({"logGroupName":"/none"})", 400)["__type"].string_or(""),
            "ResourceNotFoundException");
  EXPECT_EQ(logs("GetLogEvents", R"({"logGroupName":"/app","logStreamName":"s"})")["events"].size(), 2u);
  logs("PutRetentionPolicy", R"({"logGroupName":"/app","retentionInDays":30})");
  EXPECT_EQ(
      logs("PutRetentionPolicy", R"({"logGroupName":"/app","retentionInDays":31})", 400)["__type"].string_or(
          ""),
      "InvalidParameterException");
  const Json groups = logs("DescribeLogGroups", R"({"logGroupNamePrefix":"/app"})");
  EXPECT_EQ(groups["logGroups"][0]["retentionInDays"].as_int64(), 30);
}

TEST_F(CloudWatchServiceTest, LogsItsCallsWhereBedrockWasToldTo) {
  const auto configured = endpoint_.answer(signed_request(
      "PUT", "/logging/modelinvocations",
      R"({"loggingConfig":{"cloudWatchConfig":{"logGroupName":"/calls","roleArn":"arn:aws:iam::1:role/r"}}})"));
  ASSERT_EQ(configured.status, 200) << configured.body;
  ask({{"X-Amzn-Bedrock-Request-Metadata", R"({"team":"search"})"}});
  const Json events = logs("FilterLogEvents", R"({"logGroupName":"/calls"})")["events"];
  ASSERT_EQ(events.size(), 1u);
  const Json record = Json::parse(events[0]["message"].string_or("")).value_or(Json());
  EXPECT_EQ(record["schemaType"].string_or(""), "ModelInvocationLog");
  EXPECT_EQ(record["requestMetadata"]["team"].string_or(""), "search");
  EXPECT_EQ(record["input"]["inputBodyJson"]["max_tokens"].as_int64(), 100);
  EXPECT_GT(record["output"]["outputTokenCount"].as_int64().value_or(0), 0);
  EXPECT_THAT(record["note"].string_or(""), HasSubstr("not of AWS"));

  const Json rows =
      query("/calls",
            "fields `requestMetadata.team` as team, output.outputTokenCount as written | filter "
            "ispresent(team) | stats count(*) as calls, sum(written) as tokens by team");
  EXPECT_EQ(rows["results"].size(), 1u) << rows;
  EXPECT_EQ(rows["results"][0][0]["value"].string_or(""), "search");
  EXPECT_EQ(rows["results"][0][1]["value"].string_or(""), "1");
}

TEST_F(CloudWatchServiceTest, LogsConverseWithTheMetadataOfItsBody) {
  endpoint_.answer(signed_request(
      "PUT", "/logging/modelinvocations",
      R"({"loggingConfig":{"cloudWatchConfig":{"logGroupName":"/calls","roleArn":"arn:aws:iam::1:role/r"}}})"));
  const auto answered = endpoint_.answer(signed_request(
      "POST", "/model/us.anthropic.claude-haiku-4-5-20251001-v1%3A0/converse",
      R"({"messages":[{"role":"user","content":[{"text":"x"}]}],"requestMetadata":{"team":"search"}})"));
  ASSERT_EQ(answered.status, 200) << answered.body;
  const Json events = logs("FilterLogEvents", R"({"logGroupName":"/calls"})")["events"];
  ASSERT_EQ(events.size(), 1u);
  const Json record = Json::parse(events[0]["message"].string_or("")).value_or(Json());
  EXPECT_EQ(record["operation"].string_or(""), "Converse");
  EXPECT_EQ(record["requestMetadata"]["team"].string_or(""), "search");
  EXPECT_EQ(record["output"]["outputBodyJson"]["stopReason"].string_or(""), "end_turn");
  EXPECT_EQ(metrics("GetMetricData", kInvocations)["MetricDataResults"][0]["Values"], *Json::parse("[1]"));
}

TEST_F(CloudWatchServiceTest, SamplesSayThatTheyAreNone) {
  for (const char* group : {"/anthropic/bedrock", "/local-endpoint/invocations"}) {
    const Json rows = query(group, "fields note | limit 1");
    EXPECT_EQ(rows["results"][0][0]["value"].string_or(""), "sample data of the local endpoint, not AWS");
  }
}

std::string error_of(std::string_view text) {
  const auto parsed = InsightsQuery::parse(text);
  const auto* refusal = std::get_if<Refusal>(&parsed);
  return refusal ? refusal->message : "";
}

std::vector<InsightsRow> rows_of(std::string_view text, const std::vector<std::string>& messages) {
  std::vector<QueriedEvent> events;
  for (const std::string& message : messages)
    events.push_back(
        {.time = noon() + std::chrono::milliseconds(events.size()), .message = message, .id = "p"});
  const auto parsed = InsightsQuery::parse(text);
  const auto* query = std::get_if<InsightsQuery>(&parsed);
  EXPECT_TRUE(query) << error_of(text);
  return query ? query->run(events, 100) : std::vector<InsightsRow>();
}

TEST(InsightsQueryTest, GivesFieldsTheNewestFirst) {
  const auto rows =
      rows_of("fields @timestamp, a.b as c | limit 2", {R"({"a":{"b":1}})", R"({"a.b":"x"})", "text"});
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_THAT(rows[0], ElementsAre(Pair("@timestamp", "2026-11-22 12:00:00.002"), Pair("@ptr", "p")));
  EXPECT_THAT(rows[1],
              ElementsAre(Pair("@timestamp", "2026-11-22 12:00:00.001"), Pair("c", "x"), Pair("@ptr", "p")));
}

TEST(InsightsQueryTest, FiltersAndSorts) {
  const std::vector<std::string> messages = {R"({"n":9,"t":"abc"})", R"({"n":10,"t":"abd"})", R"({"t":"x"})"};
  EXPECT_EQ(rows_of("filter n >= 9 and t like \"ab\" | sort n asc", messages).size(), 2u);
  EXPECT_EQ(rows_of("filter n > 9", messages).size(), 1u);
  EXPECT_EQ(rows_of("filter ispresent(n)", messages).size(), 2u);
  EXPECT_EQ(rows_of("filter t = 'x'", messages).size(), 1u);
  EXPECT_EQ(rows_of("filter n != 9", messages).size(), 1u);
  EXPECT_EQ(rows_of("fields n | sort n desc", messages).at(0).at(0).second, "10");
}

TEST(InsightsQueryTest, AddsUp) {
  const auto rows = rows_of(
      "stats count(*) as calls, sum(n) as total, avg(n), min(n) as least, max(n) as most by coalesce(m, k) "
      "as who | sort calls desc",
      {R"({"m":"a","n":1})", R"({"k":"a","n":2.5})", R"({"m":"b","n":4})"});
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_THAT(rows[0], ElementsAre(Pair("who", "a"), Pair("calls", "2"), Pair("total", "3.5"),
                                   Pair("avg", "1.75"), Pair("least", "1"), Pair("most", "2.5")));
}

TEST(InsightsQueryTest, RefusesWhatItDoesNotKnow) {
  for (const char* text : {"", "parse @message /x/", "fields a |", "fields strlen(a)", "filter a in [1]",
                           "filter a like /x/", "stats pct(a, 99)", "stats count(*) by bin(5m)", "limit 0",
                           "limit x", "fields a b", "stats count(*) | stats count(*)", "fields a, "})
    EXPECT_THAT(error_of(text), HasSubstr("does not understand")) << text;
}

}  // namespace
}  // namespace anthropic::internal::local
