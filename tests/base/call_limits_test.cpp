#include <gtest/gtest.h>

#include "base/threads/call_deadline.hpp"
#include "base/threads/stop_after.hpp"

namespace anthropic::internal {
namespace {

using namespace std::chrono_literals;

class StandingClock final : public Clock {
 public:
  SystemTime now() const override { return {}; }
  SteadyTime steady_now() const override { return time; }
  bool sleep_for(std::chrono::milliseconds, std::stop_token) override { return true; }

  SteadyTime time = SteadyTime(1h);
};

TEST(CallDeadline, CountsDownToZero) {
  StandingClock clock;
  const auto deadline = CallDeadline::from_now(200ms, clock);
  ASSERT_TRUE(deadline);
  EXPECT_EQ(deadline->left(clock), 200ms);
  clock.time += 199'500us;
  EXPECT_EQ(deadline->left(clock), 1ms) << "rounded up";
  clock.time += 500us;
  EXPECT_EQ(deadline->left(clock), 0ms);
  clock.time += 1h;
  EXPECT_EQ(deadline->left(clock), 0ms);
}

TEST(CallDeadline, TheLongestTimeCanBeRepresented) {
  StandingClock clock;
  EXPECT_EQ(CallDeadline::from_now(std::chrono::milliseconds::max(), clock)->left(clock), 24h * 365);
  EXPECT_FALSE(CallDeadline::from_now(std::nullopt, clock));
}

TEST(CallDeadline, TheEarlierOfTwo) {
  StandingClock clock;
  const auto soon = CallDeadline::from_now(1s, clock), late = CallDeadline::from_now(2s, clock);
  EXPECT_EQ(earlier(soon, late)->timeout, 1s);
  EXPECT_EQ(earlier(late, soon)->timeout, 1s);
  EXPECT_EQ(earlier(std::nullopt, late)->timeout, 2s);
  EXPECT_EQ(earlier(late, std::nullopt)->timeout, 2s);
  EXPECT_FALSE(earlier(std::nullopt, std::nullopt));
}

TEST(StopAfter, StopsWhenTheTimeIsOver) {
  const StopAfter watched(1ms, {});
  std::mutex mutex;
  std::condition_variable_any stopped;
  std::unique_lock lock(mutex);
  stopped.wait(lock, watched.token(), [] { return false; });
  EXPECT_TRUE(watched.is_over());
}

TEST(StopAfter, StopsWithTheOtherToken) {
  std::stop_source other;
  const StopAfter watched(1h, other.get_token());
  EXPECT_FALSE(watched.token().stop_requested());
  other.request_stop();
  EXPECT_TRUE(watched.token().stop_requested());
  EXPECT_FALSE(watched.is_over());
}

}  // namespace
}  // namespace anthropic::internal
