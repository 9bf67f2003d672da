#include "call/adaptive_rate_limiter.hpp"

#include <atomic>
#include <cmath>
#include <gtest/gtest.h>
#include <thread>
#include <vector>

#include <anthropic/json.hpp>

#include "support/vectors.hpp"

namespace anthropic::internal {
namespace {

using namespace std::chrono_literals;

Json vectors_of_the_limiter() {
  const auto folder = testing::vectors("retry");
  if (folder.empty()) return Json();
  auto json = Json::parse(testing::read_file(folder / "adaptive-rate-limiter.json"));
  return json ? *json : Json();
}

Seconds seconds_of(const Json& json) {
  return Seconds(json.as_double().value_or(-1));
}

SteadyTime at(double seconds) {
  return SteadyTime(std::chrono::duration_cast<SteadyTime::duration>(Seconds(seconds)));
}

TEST(AdaptiveRateLimiter, GrowsAlongTheCurve) {
  REQUIRE_VECTORS(testing::vectors("retry"));
  const Json json = vectors_of_the_limiter()["cubic_success"];
  CubicRate cubic(*json["last_max_rate"].as_double(), seconds_of(json["time_of_last_throttle"]));
  ASSERT_EQ(json["steps"].size(), 7u);
  for (const Json& step : json["steps"].items()) {
    EXPECT_NEAR(cubic.succeeded(seconds_of(step[0])), *step[1].as_double(), 1e-6);
  }
}

TEST(AdaptiveRateLimiter, FallsWhenThrottledAndGrowsAgain) {
  REQUIRE_VECTORS(testing::vectors("retry"));
  const Json json = vectors_of_the_limiter()["cubic_with_throttles"];
  CubicRate cubic(*json["last_max_rate"].as_double(), seconds_of(json["time_of_last_throttle"]));
  double rate = *json["last_max_rate"].as_double();
  ASSERT_EQ(json["steps"].size(), 8u);
  for (const Json& step : json["steps"].items()) {
    const Seconds now = seconds_of(step[0]);
    const bool throttled = *step[1].as_bool();
    rate = throttled ? cubic.throttled(rate, now) : cubic.succeeded(now);
    EXPECT_NEAR(rate, *step[2].as_double(), 1e-6);
    // The numbers were made with a curve that begins anew from the lowered rate.
    if (throttled) cubic = CubicRate(rate, now);
  }
}

TEST(AdaptiveRateLimiter, FollowsTheRateOfSending) {
  REQUIRE_VECTORS(testing::vectors("retry"));
  const Json steps = vectors_of_the_limiter()["client_sending_rates"]["steps"];
  ASSERT_EQ(steps.size(), 17u);
  AdaptiveRateLimiter limiter;
  for (const Json& step : steps.items()) {
    limiter.learn(*step[1].as_bool(), at(*step[0].as_double()));
    EXPECT_NEAR(limiter.sending_rate(), *step[2].as_double(), 1e-6) << step[0].dump();
    EXPECT_NEAR(limiter.fill_rate(), *step[3].as_double(), 1e-6) << step[0].dump();
  }
}

TEST(AdaptiveRateLimiter, GrantsEverythingUntilTheFirstThrottle) {
  AdaptiveRateLimiter limiter;
  for (int i = 0; i < 1000; ++i) {
    EXPECT_FALSE(limiter.wait_before_sending(at(100)));
    limiter.learn(false, at(100));
  }
}

TEST(AdaptiveRateLimiter, AfterAThrottleNobodyGoesFasterThanTheRate) {
  AdaptiveRateLimiter limiter;
  double now = 100;
  for (int i = 0; i < 20; ++i, now += 0.1) limiter.learn(false, at(now));
  limiter.learn(true, at(now));
  const double rate = limiter.fill_rate();
  EXPECT_LT(rate, 10);
  EXPECT_GE(rate, 0.5);
  int granted = 0;
  for (int millisecond = 0; millisecond < 10'000; ++millisecond) {
    if (!limiter.wait_before_sending(at(now + millisecond / 1000.0))) ++granted;
  }
  // With what had been saved up, a second's worth at most.
  EXPECT_LE(granted, std::ceil(rate * 11) + 1);
  EXPECT_GE(granted, std::floor(rate * 10) - 1);
}

TEST(AdaptiveRateLimiter, SaysHowLongToWait) {
  AdaptiveRateLimiter limiter;
  limiter.learn(true, at(1));
  const auto wait = limiter.wait_before_sending(at(1));
  ASSERT_TRUE(wait);
  EXPECT_EQ(*wait, 2s);
  EXPECT_FALSE(limiter.wait_before_sending(at(1) + *wait));
}

TEST(AdaptiveRateLimiter, ThreadsNeverGetMoreThanThereIs) {
  AdaptiveRateLimiter limiter;
  limiter.learn(true, at(1));
  std::atomic<int> granted = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&] {
        for (int n = 0; n < 1000; ++n) {
          if (!limiter.wait_before_sending(at(3))) ++granted;
        }
      });
    }
  }
  EXPECT_EQ(granted, 1);
}

}  // namespace
}  // namespace anthropic::internal
