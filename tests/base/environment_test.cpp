#include "base/environment.hpp"

#include <cstdlib>
#include <gtest/gtest.h>

#include "support/fake_environment.hpp"

namespace anthropic::internal {
namespace {

TEST(Environment, TrimsAndTakesBlankForAbsent) {
  testing::FakeEnvironment environment;
  environment.set("REGION", " us-east-1\n");
  environment.set("BLANK", " \t");
  environment.set("EMPTY", "");
  EXPECT_EQ(environment.get("REGION"), "us-east-1");
  EXPECT_FALSE(environment.get("BLANK"));
  EXPECT_FALSE(environment.get("EMPTY"));
  EXPECT_FALSE(environment.get("ABSENT"));
}

TEST(Environment, ReadsTheProcess) {
  ASSERT_EQ(::setenv("ANTHROPIC_TEST_VARIABLE", " here ", 1), 0);
  const RealEnvironment environment;
  EXPECT_EQ(environment.get("ANTHROPIC_TEST_VARIABLE"), "here");
  ASSERT_EQ(::unsetenv("ANTHROPIC_TEST_VARIABLE"), 0);
  EXPECT_FALSE(environment.get("ANTHROPIC_TEST_VARIABLE"));
}

}  // namespace
}  // namespace anthropic::internal
