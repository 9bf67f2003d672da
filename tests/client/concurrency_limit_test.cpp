#include "client/background/concurrency_limit.hpp"

#include <gtest/gtest.h>
#include <vector>

namespace anthropic::internal {
namespace {

TEST(ConcurrencyLimitTest, HalvesOncePerRound) {
  ConcurrencyLimit limit(64);
  std::vector<unsigned> calls(64, limit.epoch());
  EXPECT_TRUE(limit.throttled(calls[0]));
  for (std::size_t i = 1; i < calls.size(); ++i) EXPECT_FALSE(limit.throttled(calls[i]));
  EXPECT_EQ(limit.allowed(), 32);
  EXPECT_TRUE(limit.throttled(calls[9])) << "its next attempt, throttled again";
  EXPECT_EQ(limit.allowed(), 16);
}

TEST(ConcurrencyLimitTest, IsNeverLessThanOne) {
  ConcurrencyLimit limit(3);
  for (int i = 0; i < 10; ++i) {
    unsigned call = limit.epoch();
    limit.throttled(call);
  }
  EXPECT_EQ(limit.allowed(), 1);
  EXPECT_EQ(ConcurrencyLimit(-4).allowed(), 1);
}

TEST(ConcurrencyLimitTest, GrowsByOneARoundUpToTheMost) {
  ConcurrencyLimit limit(10);
  unsigned call = limit.epoch();
  limit.throttled(call);
  ASSERT_EQ(limit.allowed(), 5);
  for (int i = 0; i < 6; ++i) limit.succeeded();
  EXPECT_EQ(limit.allowed(), 6);
  for (int i = 0; i < 100; ++i) limit.succeeded();
  EXPECT_EQ(limit.allowed(), 10);
}

}  // namespace
}  // namespace anthropic::internal
