#include <anthropic/operations/logs.hpp>

#include "base/time/time_format.hpp"
#include "support/service_test.hpp"

namespace anthropic::internal {
namespace {

using namespace std::chrono_literals;
using namespace operations;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

TEST(LoggedCallTest, ReadsWhatTheMonitorWrites) {
  const auto call =
      read_logged_call(R"({"time":"2026-11-30T12:00:00Z","model":"us.anthropic.claude","stream":true,
    "duration_ms":1500,"attempts":2,"request_id":"r-1","time_to_first_token_ms":300,"input_tokens":10,
    "output_tokens":20,"cache_creation_input_tokens":5,"cache_read_input_tokens":6,"stop_reason":"end_turn",
    "request":"{}","answer":"Hello"})");
  ASSERT_TRUE(call);
  EXPECT_EQ(call->source, CallLogSource::monitor);
  EXPECT_EQ(call->time, parse_iso8601("2026-11-30T12:00:00Z"));
  EXPECT_EQ(call->model, "us.anthropic.claude");
  EXPECT_EQ(call->request_id, "r-1");
  EXPECT_EQ(call->duration_ms, 1500);
  EXPECT_EQ(call->time_to_first_token_ms, 300);
  EXPECT_EQ(call->input_tokens, 10);
  EXPECT_EQ(call->output_tokens, 20);
  EXPECT_EQ(call->cache_write_tokens, 5);
  EXPECT_EQ(call->cache_read_tokens, 6);
  EXPECT_EQ(call->stop_reason, "end_turn");
  EXPECT_EQ(call->answer, Json("Hello"));
  EXPECT_EQ(call->extra, *Json::parse(R"({"stream":true,"attempts":2})"));
}

TEST(LoggedCallTest, ReadsAnErrorOfTheMonitor) {
  const auto call = read_logged_call(
      R"({"model":"m","duration_ms":5,"error":{"kind":"rate_limit","status":429,"code":"","message":"slow down"}})");
  ASSERT_TRUE(call);
  EXPECT_EQ(call->error, "rate_limit");
  EXPECT_EQ(call->error_message, "slow down");
  EXPECT_EQ(call->extra["error"]["status"].as_int64(), 429);
}

TEST(LoggedCallTest, ReadsWhatBedrockWritesAndKeepsWhatItDoesNotKnow) {
  const auto call = read_logged_call(R"({"schemaType":"ModelInvocationLog","schemaVersion":"1.0",
    "timestamp":"2026-11-30T12:00:00Z","accountId":"123456789012","region":"us-east-1","inferenceRegion":"us-west-2",
    "requestId":"r-2","operation":"InvokeModel","modelId":"us.anthropic.claude",
    "identity":{"arn":"arn:aws:iam::123456789012:user/ada"},"requestMetadata":{"team":"search"},
    "input":{"inputContentType":"application/json","inputBodyJson":{"max_tokens":1},"inputTokenCount":7,
      "cacheReadInputTokenCount":8,"cacheWriteInputTokenCount":9},
    "output":{"outputContentType":"application/json","outputBodyJson":{"stop_reason":"max_tokens"},
      "outputTokenCount":1,"outputBodyS3Path":"s3://b/k"},"newThing":[1]})");
  ASSERT_TRUE(call);
  EXPECT_EQ(call->source, CallLogSource::invocation_log);
  EXPECT_EQ(call->operation, "InvokeModel");
  EXPECT_EQ(call->caller, "arn:aws:iam::123456789012:user/ada");
  EXPECT_EQ(call->region, "us-east-1");
  EXPECT_EQ(call->inference_region, "us-west-2");
  EXPECT_EQ(call->input_tokens, 7);
  EXPECT_EQ(call->cache_read_tokens, 8);
  EXPECT_EQ(call->cache_write_tokens, 9);
  EXPECT_EQ(call->output_tokens, 1);
  EXPECT_EQ(call->stop_reason, "max_tokens");
  EXPECT_THAT(call->metadata, ElementsAre(Pair("team", "search")));
  EXPECT_EQ(call->request["max_tokens"].as_int64(), 1);
  EXPECT_EQ(call->extra, *Json::parse(R"({"schemaVersion":"1.0","accountId":"123456789012",
    "input":{"inputContentType":"application/json"},
    "output":{"outputContentType":"application/json","outputBodyS3Path":"s3://b/k"},"newThing":[1]})"));
}

TEST(LoggedCallTest, AnythingElseIsNoCall) {
  for (const char* message : {"", "started", "{}", "[1]", R"({"model":"m"})", R"({"schemaType":"Other"})"})
    EXPECT_FALSE(read_logged_call(message)) << message;
  const auto odd =
      read_logged_call(R"({"schemaType":"ModelInvocationLog","input":3,"identity":"x","output":null})");
  ASSERT_TRUE(odd);
  EXPECT_EQ(odd->extra["input"].as_int64(), 3);
}

TEST(LogQuestionTest, AsksForBothKindsOfRecords) {
  const auto caller = log_question(LogQuestion::by_caller);
  ASSERT_TRUE(caller);
  EXPECT_THAT(*caller, HasSubstr("identity.arn as caller"));
  EXPECT_THAT(*caller, HasSubstr("coalesce(input.inputTokenCount, input_tokens)"));
  EXPECT_THAT(*log_question(LogQuestion::by_metadata, "cost-center"),
              HasSubstr("`requestMetadata.cost-center` as metadata"));
  for (const char* key : {"", "a`b", "a\nb"}) {
    const auto refused = log_question(LogQuestion::by_metadata, key);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::configuration);
  }
}

class LogsTest : public aws::ServiceTest {
 protected:
  SystemTime now() const { return fake_.clock->now(); }
  LogQuery query() const { return {.query = "limit 1", .since = now() - 1h, .until = now()}; }
  static Result<void> ignore_rows(const aws::QueryRows&) { return {}; }
};

TEST_F(LogsTest, AsksUntilTheAnswerIsThereAndTakesAllPages) {
  answer(R"({"queryId":"q"})");
  for (int i = 0; i < 30; ++i) answer(R"({"status":"Running"})");
  answer(
      R"({"status":"Complete","results":[[{"field":"a","value":"1"}],[{"field":"a","value":"2"}]],"nextToken":"n"})");
  answer(R"({"status":"Complete","results":[[{"field":"a","value":"3"}]],"statistics":{"bytesScanned":9}})");
  std::string values;
  const auto statistics = query_logs(session(), query(), [&](const aws::QueryRows& rows) -> Result<void> {
    for (const aws::QueryRow& row : rows) values += row.at(0).value;
    return {};
  });
  ASSERT_TRUE(statistics) << statistics.error().to_string();
  EXPECT_EQ(values, "123");
  EXPECT_EQ(statistics->bytes_scanned, 9);
  EXPECT_EQ(last_request().body, R"({"queryId":"q","nextToken":"n"})");
  // Never more than a fifth of the time that had passed, once a second has.
  std::chrono::milliseconds passed{0};
  const auto sleeps = fake_.clock->sleeps();
  ASSERT_EQ(sleeps.size(), 31u);
  for (const auto pause : sleeps) {
    EXPECT_GE(pause, 200ms) << "AWS allows five a second";
    if (passed >= 1s) {
      EXPECT_LE(pause, passed / 5);
    }
    passed += pause;
  }
}

TEST_F(LogsTest, AQueryThatFailedIsAnError) {
  answer(R"({"queryId":"q"})");
  answer(R"({"status":"Timeout"})");
  const auto timed_out = query_logs(session(), query(), ignore_rows);
  ASSERT_FALSE(timed_out);
  EXPECT_EQ(timed_out.error().kind, ErrorKind::deadline_exceeded);
  EXPECT_THAT(timed_out.error().message, HasSubstr("Timeout"));
}

TEST_F(LogsTest, AQueryThatNobodyWaitsForIsStopped) {
  std::stop_source stop;
  fake_.transport->answer_with([&](const testing::FakeRequest& request) {
    const std::string target = request.header("x-amz-target");
    testing::FakeAnswer scripted{.status = 200};
    scripted.pieces = {target.ends_with("StartQuery") ? R"({"queryId":"q"})" : R"({"status":"Running"})"};
    if (target.ends_with("GetQueryResults")) stop.request_stop();
    return scripted;
  });
  const auto stopped = query_logs(session(), query(), ignore_rows, {.stop_token = stop.get_token()});
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().kind, ErrorKind::user_abort);
  EXPECT_EQ(last_request().header("x-amz-target"), "Logs_20140328.StopQuery");
}

std::string event(std::int64_t milliseconds, const std::string& id) {
  return R"({"timestamp":)" + std::to_string(milliseconds) + R"(,"eventId":")" + id + R"(","message":")" +
         id + R"("})";
}

TEST_F(LogsTest, TailsWithoutLossAndWithoutRepetition) {
  const std::int64_t start = 1'795'348'800'000;
  LogTail tail(session(), {.log_group = "/app", .filter_pattern = "ERROR", .since = now()});
  const auto read = [&] {
    std::string ids;
    const auto events = tail.read();
    EXPECT_TRUE(events);
    if (!events) return ids;
    for (const auto& one : *events) ids += one.message;
    return ids;
  };
  // moto answers stream by stream, AWS in order of time; late events come behind others.
  answer(R"({"events":[)" + event(start + 2'000, "c") + "," + event(start, "a") + R"(],"nextToken":"t"})");
  answer(R"({"events":[)" + event(start + 1'000, "b") + "]}");
  EXPECT_EQ(read(), "abc");
  answer(R"({"events":[)" + event(start + 1'000, "b") + "," + event(start + 1'500, "late") + "," +
         event(start + 2'000, "c") + "," + event(start + 2'000, "d") + "]}");
  EXPECT_EQ(read(), "lated");
  answer(R"({"events":[)" + event(start + 120'000, "e") + "]}");
  EXPECT_EQ(read(), "e");
  answer(R"({"events":[)" + event(start + 120'000, "e") + "]}");
  EXPECT_EQ(read(), "");
  EXPECT_EQ(sent(0).body, R"({"logGroupName":"/app","filterPattern":"ERROR","startTime":1795348800000})");
  EXPECT_EQ(last_request().body,
            R"({"logGroupName":"/app","filterPattern":"ERROR","startTime":1795348860000})");
}

constexpr const char* kIdentity = R"(<R><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/a</Arn>
<UserId>u</UserId><Account>123456789012</Account></GetCallerIdentityResult></R>)";

std::string role(const std::string& service) {
  std::string escaped =
      "%7B%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A%22sts%3AAssumeRole%22"
      "%2C%22Principal%22%3A%7B%22Service%22%3A%22" +
      service + "%22%7D%7D%5D%7D";
  return "<R><GetRoleResult><Role><RoleName>logger</RoleName><Arn>arn:aws:iam::123456789012:role/service/"
         "logger</Arn><AssumeRolePolicyDocument>" +
         escaped + "</AssumeRolePolicyDocument></Role></GetRoleResult></R>";
}

LogSetup setup() {
  return {.log_group = "/bedrock/calls", .role_arn = "arn:aws:iam::123456789012:role/service/logger"};
}

TEST_F(LogsTest, PlansWhatToLog) {
  answer(kIdentity);
  answer(R"({"loggingConfig":{"s3Config":{"bucketName":"old"}}})");
  answer(role("bedrock.amazonaws.com"));
  answer(R"({"logGroups":[{"logGroupName":"/bedrock/calls-2"}]})");
  LogSetup wanted = setup();
  wanted.bucket = "logs";
  wanted.key_prefix = "claude";
  wanted.retention_days = 30;
  const auto plan = plan_log_setup(session(), wanted);
  ASSERT_TRUE(plan) << plan.error().to_string();
  EXPECT_EQ(plan->account, "123456789012");
  EXPECT_EQ(plan->region, "us-east-1");
  EXPECT_TRUE(plan->creates_group) << "another group begins with its name";
  ASSERT_TRUE(plan->present);
  EXPECT_EQ(plan->present->s3_config->bucket_name, "old");
  EXPECT_TRUE(plan->warnings.empty());
  EXPECT_THAT(sent(2).body, HasSubstr("RoleName=logger"));

  answer("");
  answer("");
  answer("{}");
  ASSERT_TRUE(apply_log_setup(session(), *plan));
  EXPECT_EQ(sent(4).body, R"({"logGroupName":"/bedrock/calls"})");
  EXPECT_EQ(sent(5).body, R"({"logGroupName":"/bedrock/calls","retentionInDays":30})");
  const Json config = Json::parse(sent(6).body).value_or(Json())["loggingConfig"];
  EXPECT_EQ(config["cloudWatchConfig"], *Json::parse(R"({"logGroupName":"/bedrock/calls",
    "roleArn":"arn:aws:iam::123456789012:role/service/logger",
    "largeDataDeliveryS3Config":{"bucketName":"logs","keyPrefix":"claude"}})"));
  EXPECT_EQ(config["s3Config"]["bucketName"].string_or(""), "logs");
  EXPECT_EQ(config["textDataDeliveryEnabled"].as_bool(), true);
}

TEST_F(LogsTest, WithoutTextOnlyWhoAndHowMuchIsLogged) {
  answer(kIdentity);
  answer("{}");
  answer(role("bedrock.amazonaws.com"));
  answer(R"({"logGroups":[{"logGroupName":"/bedrock/calls"}]})");
  LogSetup wanted = setup();
  wanted.text = false;
  const auto plan = plan_log_setup(session(), wanted);
  ASSERT_TRUE(plan) << plan.error().to_string();
  EXPECT_FALSE(plan->creates_group);
  EXPECT_FALSE(plan->present);
  EXPECT_FALSE(plan->wanted.text_data_delivery_enabled);
  EXPECT_FALSE(plan->wanted.image_data_delivery_enabled);
}

TEST_F(LogsTest, ARoleThatCannotWorkIsFound) {
  answer(kIdentity);
  answer("{}");
  answer(role("lambda.amazonaws.com"));
  const auto plan = plan_log_setup(session(), setup());
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().kind, ErrorKind::configuration);
  EXPECT_THAT(plan.error().message, HasSubstr("does not let bedrock.amazonaws.com assume it"));
}

TEST_F(LogsTest, ARoleThatMayNotBeSeenIsAWarning) {
  answer(kIdentity);
  answer("{}");
  answer(403, "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>");
  answer(R"({"logGroups":[]})");
  const auto plan = plan_log_setup(session(), setup());
  ASSERT_TRUE(plan) << plan.error().to_string();
  EXPECT_THAT(plan->warnings, ElementsAre(HasSubstr("The role was not checked: no")));
}

TEST_F(LogsTest, ASetupThatCannotWorkIsRefusedAtOnce) {
  const auto refusal = [&](const LogSetup& wanted) {
    const auto plan = plan_log_setup(session(), wanted);
    EXPECT_FALSE(plan);
    return plan ? "" : plan.error().message;
  };
  EXPECT_THAT(refusal({}), HasSubstr("nowhere to log to"));
  EXPECT_THAT(refusal({.log_group = "/g"}), HasSubstr("as a role, and none is named"));
  EXPECT_THAT(refusal({.log_group = "/g", .role_arn = "logger"}), HasSubstr("no role's ARN"));
  EXPECT_EQ(requests_sent(), 0u);
}

TEST(LogSetupPoliciesTest, AllowBedrockAndNobodyElse) {
  LogSetup wanted = setup();
  wanted.bucket = "logs";
  const LogSetupPolicies policies = log_setup_policies(wanted, "123456789012", "us-east-1");
  EXPECT_EQ(policies.role_trust, *Json::parse(R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow",
    "Principal":{"Service":"bedrock.amazonaws.com"},"Action":"sts:AssumeRole",
    "Condition":{"StringEquals":{"aws:SourceAccount":"123456789012"},
      "ArnLike":{"aws:SourceArn":"arn:aws:bedrock:us-east-1:123456789012:*"}}}]})"));
  EXPECT_EQ(policies.role_rights, *Json::parse(R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow",
    "Action":["logs:CreateLogStream","logs:PutLogEvents"],
    "Resource":"arn:aws:logs:us-east-1:123456789012:log-group:/bedrock/calls:log-stream:aws/bedrock/modelinvocations"}]})"));
  EXPECT_EQ(policies.bucket["Statement"][0]["Resource"].string_or(""),
            "arn:aws:s3:::logs/AWSLogs/123456789012/BedrockModelInvocationLogs/*");
  EXPECT_TRUE(log_setup_policies({.bucket = "b"}, "1", "us-east-1").role_trust.is_null());
}

}  // namespace
}  // namespace anthropic::internal
