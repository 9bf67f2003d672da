#include "tutorial/kernel/display/pacing.hpp"

#include <gtest/gtest.h>

namespace anthropic::internal::kernel {
namespace {

using std::chrono::milliseconds;

TEST(Pacing, ShowsNothingBeforeThereIsSomething) {
  Pacing pacing;
  const Pacing::Time start{milliseconds(1'000)};
  EXPECT_FALSE(pacing.is_due(start));
  pacing.grow();
  EXPECT_TRUE(pacing.is_due(start));
}

TEST(Pacing, ShowsAtMostTwentyTimesASecond) {
  Pacing pacing;
  int shown = 0;
  const Pacing::Time start{milliseconds(1'000)};
  for (milliseconds passed{0}; passed < milliseconds(1'000); passed += milliseconds(1)) {
    pacing.grow();
    if (!pacing.is_due(start + passed)) continue;
    pacing.show(start + passed, 100);
    ++shown;
  }
  EXPECT_EQ(shown, 20);
}

TEST(Pacing, ALongTextIsShownLessOften) {
  Pacing pacing;
  const Pacing::Time start{milliseconds(1'000)};
  pacing.grow();
  pacing.show(start, Pacing::kBytesPerSecond / 2);
  pacing.grow();
  EXPECT_FALSE(pacing.is_due(start + milliseconds(499)));
  EXPECT_TRUE(pacing.is_due(start + milliseconds(500)));
}

}  // namespace
}  // namespace anthropic::internal::kernel
