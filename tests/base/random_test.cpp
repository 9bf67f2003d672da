#include "base/crypto/random.hpp"

#include <gtest/gtest.h>
#include <set>

#include "support/fake_random.hpp"

namespace anthropic::internal {
namespace {

TEST(Random, StaysInRange) {
  RealRandom random;
  std::set<double> seen;
  for (int i = 0; i < 1000; ++i) {
    const double value = random.uniform();
    ASSERT_GE(value, 0.0);
    ASSERT_LT(value, 1.0);
    seen.insert(value);
  }
  EXPECT_GT(seen.size(), 990u);
  EXPECT_LT(*seen.begin(), 0.1);
  EXPECT_GT(*seen.rbegin(), 0.9);
}

TEST(Random, UuidsHaveVersionAndVariant) {
  testing::FakeRandom random;
  random.otherwise(0.0);
  EXPECT_EQ(random.uuid(), "00000000-0000-4000-8000-000000000000");
  random.otherwise(0x1.fffffffffffffp-1);
  EXPECT_EQ(random.uuid(), "ffffffff-ffff-4fff-bfff-ffffffffffff");
}

TEST(Random, UuidsDiffer) {
  RealRandom random;
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(random.uuid());
  EXPECT_EQ(seen.size(), 1000u);
}

}  // namespace
}  // namespace anthropic::internal
