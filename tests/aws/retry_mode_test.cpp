#include <gmock/gmock.h>

#include "aws/calls/service_client.hpp"
#include "aws/credentials/calls/service_call.hpp"
#include "aws/session/make_session.hpp"
#include "support/fake_world.hpp"

namespace anthropic::internal::aws {
namespace {

using ::testing::HasSubstr;
using testing::make_fake_world;

constexpr Service kService{.id = "Some",
                           .endpoint_prefix = "some",
                           .protocol = Protocol::json,
                           .version = "1.1",
                           .target_prefix = "Some"};

TEST(RetryMode, IsReadFromCodeThenTheEnvironmentThenTheProfile) {
  const auto mode_of = [](const char* variable, const char* key, std::optional<RetryMode> given) {
    auto fake =
        make_fake_world({}, {{"/home/user/.aws/config", std::string("[default]\nretry_mode = ") + key}});
    if (*variable) fake.environment->set("AWS_RETRY_MODE", variable);
    return SessionSetup({.retry_mode = given}, fake.world).retry_mode();
  };
  EXPECT_EQ(mode_of("", "", {}).value_or(RetryMode::adaptive), RetryMode::standard);
  EXPECT_EQ(mode_of("", "adaptive", {}).value_or(RetryMode::standard), RetryMode::adaptive);
  EXPECT_EQ(mode_of("legacy", "adaptive", {}).value_or(RetryMode::adaptive), RetryMode::standard);
  EXPECT_EQ(mode_of("Adaptive", "standard", {}).value_or(RetryMode::standard), RetryMode::adaptive);
  EXPECT_EQ(mode_of("rubbish", "", RetryMode::adaptive).value_or(RetryMode::standard), RetryMode::adaptive);
  const auto wrong = mode_of("rubbish", "", {});
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().kind, ErrorKind::configuration);
  EXPECT_THAT(wrong.error().message, HasSubstr("\"rubbish\""));
}

TEST(RetryMode, AdaptiveCallsToOneHostShareTheirLimiter) {
  auto fake = make_fake_world();
  SessionSetup adaptive({.retry_mode = RetryMode::adaptive}, fake.world);
  EXPECT_NE(*adaptive.limiter("a"), nullptr);
  EXPECT_EQ(*adaptive.limiter("a"), *adaptive.limiter("a"));
  EXPECT_NE(*adaptive.limiter("a"), *adaptive.limiter("b"));
  SessionSetup standard({.retry_mode = RetryMode::standard}, fake.world);
  EXPECT_EQ(*standard.limiter("a"), nullptr);
}

/// How long twenty calls take, of which the first is throttled.
std::chrono::milliseconds time_of_calls(RetryMode mode) {
  auto fake = make_fake_world();
  fake.transport->answer(429, R"({"__type":"ThrottlingException","message":"slow down"})");
  fake.transport->answer_with(
      [](const testing::FakeRequest&) { return testing::FakeAnswer{.pieces = {"{}"}}; });
  const Session session = internal::make_session(
      {.region = "us-east-1", .access_key_id = "AKID", .secret_access_key = "secret", .retry_mode = mode},
      fake.world);
  const ServiceClient client(session, kService, {});
  const SteadyTime began = fake.clock->steady_now();
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(client.call_json("Do", Json(), {}));
  EXPECT_EQ(fake.transport->requests().size(), 21u);
  return std::chrono::duration_cast<std::chrono::milliseconds>(fake.clock->steady_now() - began);
}

TEST(RetryMode, AdaptiveSlowsEveryCallDownWhileTheServiceThrottles) {
  EXPECT_LT(time_of_calls(RetryMode::standard), std::chrono::seconds(2));
  EXPECT_GT(time_of_calls(RetryMode::adaptive), std::chrono::seconds(4));
}

}  // namespace
}  // namespace anthropic::internal::aws
