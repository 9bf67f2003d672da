#include "call/loggable_header.hpp"

#include <gtest/gtest.h>

namespace anthropic::internal {
namespace {

TEST(LoggableHeader, ShowsOnlyWhatIsKnownToBeHarmless) {
  EXPECT_EQ(loggable_header("Content-Type", "application/json"), "application/json");
  EXPECT_EQ(loggable_header("X-Amz-Date", "abc"), "abc");
  for (const char* secret : {"Authorization", "x-amz-security-token", "X-Amz-Security-Token", "x-api-key",
                             "Cookie", "Set-Cookie", "Proxy-Authorization", "x-something-new", ""}) {
    EXPECT_EQ(loggable_header(secret, "secret"), "***") << secret;
  }
}

}  // namespace
}  // namespace anthropic::internal
