#include "call/retry.hpp"

#include <atomic>
#include <gtest/gtest.h>
#include <thread>
#include <vector>

#include <anthropic/json.hpp>

#include "aws/calls/error.hpp"
#include "base/time/time_format.hpp"
#include "support/fake_world.hpp"
#include "support/vectors.hpp"

namespace anthropic::internal::aws {
namespace {

using namespace std::chrono_literals;
using Milliseconds = std::chrono::milliseconds;

const SystemTime kNow = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22) + 12h;

RetryKind classify(int status, std::string_view code) {
  return anthropic::internal::classify(status, code, kErrorTable);
}

RetryKind classify(const Error& error) {
  return anthropic::internal::classify(error, kErrorTable);
}

Milliseconds seconds(const Json& json) {
  return Milliseconds(static_cast<long long>(json.as_double().value_or(-1) * 1000 + 0.5));
}

Headers headers_of(const Json& json) {
  Headers headers;
  for (const auto& member : json.members()) headers.emplace_back(member.name, member.value.string_or(""));
  return headers;
}

RetryPolicy policy_of(const Json& given) {
  RetryPolicy policy;
  if (given["service"].string_or("") == "dynamodb") policy = {.max_attempts = 4, .transient_delay = 25ms};
  if (const auto attempts = given["max_attempts"].as_int64())
    policy.max_attempts = static_cast<int>(*attempts);
  if (given.contains("max_backoff_time")) policy.longest_delay = seconds(given["max_backoff_time"]);
  return policy;
}

// Long polling aside, which no operation of ours is: there AWS waits although no attempt follows.
TEST(Retry, FollowsTheCasesOfStandardMode) {
  const auto folder = anthropic::internal::testing::vectors("retry");
  REQUIRE_VECTORS(folder);
  const auto suite =
      Json::parse(anthropic::internal::testing::read_file(folder / "standard-v2.1-cases.json"));
  ASSERT_TRUE(suite) << suite.error().to_string();
  ASSERT_EQ((*suite)["cases"].size(), 20u);
  for (const Json& test : (*suite)["cases"].items()) {
    SCOPED_TRACE(test["name"].string_or(""));
    const Json& given = test["given"];
    anthropic::internal::testing::FakeRandom random;
    random.otherwise(given["exponential_base"].as_double().value_or(0.5));
    const auto quota =
        make_retry_quota(static_cast<int>(given["initial_retry_tokens"].as_int64().value_or(500)));
    std::optional<RetrySession> session;
    for (const Json& step : test["responses"].items()) {
      if (!session) session.emplace(policy_of(given), quota, random);
      const Json& response = step["response"];
      const Json& expected = step["expected"];
      const std::string outcome = expected["outcome"].string_or("");
      const int status = static_cast<int>(response["status_code"].as_int64().value_or(0));
      if (outcome == "success") {
        session->succeeded();
        session.reset();
      } else {
        const auto delay = session->next_delay(classify(status, response["error_code"].string_or("")),
                                               retry_after(headers_of(response["headers"]), kNow));
        ASSERT_EQ(delay.has_value(), outcome == "retry_request") << outcome;
        if (delay) {
          EXPECT_EQ(delay->count(), seconds(expected["delay"]).count());
        }
      }
      EXPECT_EQ(available(*quota), expected["retry_quota"].as_int64());
    }
  }
}

TEST(Retry, FollowsTheMixedSequences) {
  const auto folder = anthropic::internal::testing::vectors("retry");
  REQUIRE_VECTORS(folder);
  const auto suite =
      Json::parse(anthropic::internal::testing::read_file(folder / "v2.1-mixed-sequences.json"));
  ASSERT_TRUE(suite) << suite.error().to_string();
  ASSERT_EQ((*suite)["cases"].size(), 2u);
  for (const Json& test : (*suite)["cases"].items()) {
    SCOPED_TRACE(test["name"].string_or(""));
    anthropic::internal::testing::FakeRandom random;
    random.otherwise(1);
    const auto quota = make_retry_quota();
    RetrySession session({.max_attempts = 100}, quota, random);
    for (const Json& row : test["rows"].items()) {
      if (row[1].as_int64() == 0) continue;
      const bool throttled = row[0].string_or("") == "THROTTLING";
      const int before = available(*quota);
      const auto delay = session.next_delay(throttled ? RetryKind::throttling : RetryKind::transient, {});
      ASSERT_TRUE(delay);
      EXPECT_EQ(delay->count(), row[3].as_int64());
      EXPECT_EQ(before - available(*quota), row[2].as_int64());
    }
    EXPECT_EQ(available(*quota), test["capacity_left"].as_int64());
  }
}

TEST(Retry, ClassifiesAsTheSdksDo) {
  const auto folder = anthropic::internal::testing::vectors("retry");
  REQUIRE_VECTORS(folder);
  const auto suite = Json::parse(anthropic::internal::testing::read_file(folder / "classification.json"));
  ASSERT_TRUE(suite) << suite.error().to_string();
  int proven = 0;
  for (const Json& row : (*suite)["throttling"].items()) {
    const int status = static_cast<int>(row[0].as_int64().value_or(0));
    const bool throttled = classify(status, row[1].string_or("")) == RetryKind::throttling;
    EXPECT_EQ(throttled, row[2].as_bool()) << row.dump();
    ++proven;
  }
  for (const Json& row : (*suite)["transient"].items()) {
    if (row[0].is_null()) continue;  // No answer at all: not for classify() to judge.
    const int status = static_cast<int>(row[0].as_int64().value_or(0));
    const RetryKind kind = classify(status, row[1].string_or(""));
    const bool retried =
        row[1].string_or("") == "Throttling" ? kind == RetryKind::transient : kind != RetryKind::none;
    EXPECT_EQ(retried, row[2].as_bool()) << row.dump();
    ++proven;
  }
  EXPECT_EQ(proven, 31);
  EXPECT_EQ(classify(400, "IDPCommunicationError"), RetryKind::transient);
}

TEST(Retry, ClassifiesBedrocksErrors) {
  EXPECT_EQ(classify(429, ""), RetryKind::throttling);
  EXPECT_EQ(classify(400, "ThrottlingException"), RetryKind::throttling);
  EXPECT_EQ(classify(429, "ModelNotReadyException"), RetryKind::transient);
  EXPECT_EQ(classify(408, "ModelTimeoutException"), RetryKind::transient);
  EXPECT_EQ(classify(500, "InternalServerException"), RetryKind::transient);
  EXPECT_EQ(classify(503, "ServiceUnavailableException"), RetryKind::transient);
  EXPECT_EQ(classify(529, ""), RetryKind::transient);
  for (const int status : {200, 301, 400, 401, 403, 404, 409, 413, 422, 424, 501}) {
    EXPECT_EQ(classify(status, ""), RetryKind::none) << status;
  }
  EXPECT_EQ(classify(424, "ModelErrorException"), RetryKind::none);
  EXPECT_EQ(classify(424, "ModelStreamErrorException"), RetryKind::none);
  EXPECT_EQ(classify(500, "ModelStreamErrorException"), RetryKind::none);
  EXPECT_EQ(classify(400, "ServiceQuotaExceededException"), RetryKind::none);
  EXPECT_EQ(classify(400, "ValidationException"), RetryKind::none);
}

TEST(Retry, ADailyQuotaIsNotWaitedFor) {
  const auto throttled = [](std::string message) {
    return Error{.kind = ErrorKind::rate_limit,
                 .status = 429,
                 .code = "ThrottlingException",
                 .message = std::move(message)};
  };
  for (const char* text :
       {"Too many tokens per day, please wait before trying again.", "too many TOKENS PER DAY"}) {
    EXPECT_TRUE(is_daily_quota(throttled(text))) << text;
    EXPECT_EQ(classify(throttled(text)), RetryKind::none) << text;
  }
  for (const char* text : {"Too many tokens, please wait before trying again.", "Too many requests",
                           "Your request rate is too high", ""}) {
    EXPECT_FALSE(is_daily_quota(throttled(text))) << text;
    EXPECT_EQ(classify(throttled(text)), RetryKind::throttling) << text;
  }
  const Error other = {.kind = ErrorKind::internal_server, .status = 500, .message = "tokens per day"};
  EXPECT_FALSE(is_daily_quota(other));
  EXPECT_EQ(classify(other), RetryKind::transient);
}

TEST(Retry, ReadsWhatTheServerAsksFor) {
  EXPECT_EQ(retry_after({}, kNow), std::nullopt);
  EXPECT_EQ(retry_after({{"X-Amz-Retry-After", "1500"}}, kNow), 1500ms);
  EXPECT_EQ(
      retry_after({{"retry-after", "7"}, {"retry-after-ms", "250.4"}, {"x-amz-retry-after", "10"}}, kNow),
      10ms);
  EXPECT_EQ(
      retry_after({{"retry-after", "7"}, {"retry-after-ms", "250.4"}, {"x-amz-retry-after", "-1"}}, kNow),
      250ms);
  EXPECT_EQ(retry_after({{"Retry-After", " 7 "}}, kNow), 7000ms);
  EXPECT_EQ(retry_after({{"Retry-After", "0.5"}}, kNow), 500ms);
  EXPECT_EQ(retry_after({{"Retry-After", format_http_date(kNow + 30s)}}, kNow), 30s);
  EXPECT_EQ(retry_after({{"Retry-After", format_http_date(kNow - 30s)}}, kNow), 0ms);
  EXPECT_EQ(
      retry_after({{"Retry-After", format_http_date(kNow + 1h + 5s)}, {"Date", format_http_date(kNow + 1h)}},
                  kNow),
      5s);
  for (const char* text :
       {"", "soon", "-1", "1e3", "nan", "inf", "0x10", "7 s", "1e999", "99999999999999999999999999"}) {
    EXPECT_EQ(retry_after({{"Retry-After", text}}, kNow), std::nullopt) << text;
  }
}

TEST(Retry, HowLongTheServerMayMakeUsWaitIsThePolicys) {
  anthropic::internal::testing::FakeRandom random;
  random.otherwise(0);
  RetrySession aws({}, make_retry_quota(), random);
  EXPECT_EQ(aws.next_delay(RetryKind::throttling, 30s), 5s);
  RetrySession patient({.server_may_add = 60s}, make_retry_quota(), random);
  EXPECT_EQ(patient.next_delay(RetryKind::throttling, 30s), 30s);
}

TEST(Retry, JitterScalesTheDelayAndAttemptsAreCounted) {
  anthropic::internal::testing::FakeRandom random;
  random.push(0.25);
  random.push(0);
  RetrySession session({}, make_retry_quota(), random);
  EXPECT_EQ(session.attempts(), 1);
  EXPECT_EQ(session.next_delay(RetryKind::throttling, {}), 250ms);
  EXPECT_EQ(session.attempts(), 2);
  EXPECT_EQ(session.next_delay(RetryKind::transient, {}), 0ms);
  EXPECT_EQ(session.attempts(), 3);
  EXPECT_EQ(session.next_delay(RetryKind::transient, {}), std::nullopt);
  EXPECT_EQ(session.attempts(), 3);
}

TEST(Retry, OneAttemptMeansNoRetry) {
  anthropic::internal::testing::FakeRandom random;
  const auto quota = make_retry_quota();
  RetrySession session({.max_attempts = 1}, quota, random);
  EXPECT_EQ(session.next_delay(RetryKind::transient, {}), std::nullopt);
  EXPECT_EQ(available(*quota), 500);
}

TEST(Retry, TheQuotaNeverGoesBelowZeroNorAboveItsSizeAmongThreads) {
  const auto quota = make_retry_quota(100);
  std::atomic<int> retried = 0;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      anthropic::internal::testing::FakeRandom random;
      for (int n = 0; n < 50; ++n) {
        RetrySession session({}, quota, random);
        if (session.next_delay(RetryKind::throttling, {})) ++retried;
      }
    });
  }
  threads.clear();
  EXPECT_EQ(retried, 20);
  EXPECT_EQ(available(*quota), 0);
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      anthropic::internal::testing::FakeRandom random;
      for (int n = 0; n < 50; ++n) RetrySession({}, quota, random).succeeded();
    });
  }
  threads.clear();
  EXPECT_EQ(available(*quota), 100);
}

}  // namespace
}  // namespace anthropic::internal::aws
