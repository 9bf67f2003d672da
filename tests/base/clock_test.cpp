#include "base/time/clock.hpp"

#include <gtest/gtest.h>
#include <thread>

namespace anthropic::internal {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

TEST(Clock, SleepsToTheEnd) {
  RealClock clock;
  const SteadyTime start = clock.steady_now();
  EXPECT_TRUE(clock.sleep_for(milliseconds(5), {}));
  EXPECT_GE(clock.steady_now() - start, milliseconds(5));
}

TEST(Clock, DoesNotSleepOnceStopped) {
  RealClock clock;
  std::stop_source source;
  source.request_stop();
  EXPECT_FALSE(clock.sleep_for(hours(1), source.get_token()));
}

TEST(Clock, WakesWhenStopped) {
  RealClock clock;
  const SteadyTime start = clock.steady_now();
  bool slept = true;
  {
    std::jthread sleeper(
        [&](std::stop_token stop) { slept = clock.sleep_for(milliseconds::max(), std::move(stop)); });
  }
  EXPECT_FALSE(slept);
  EXPECT_LT(clock.steady_now() - start, std::chrono::seconds(10));
}

TEST(Clock, NeverSleepsBackwards) {
  RealClock clock;
  EXPECT_TRUE(clock.sleep_for(milliseconds(-1), {}));
  EXPECT_TRUE(clock.sleep_for(milliseconds::min(), {}));
}

}  // namespace
}  // namespace anthropic::internal
