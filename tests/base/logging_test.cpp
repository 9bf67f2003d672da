#include "base/logging.hpp"

#include <gtest/gtest.h>
#include <vector>

namespace anthropic {
namespace {

TEST(Log, WritesUpToItsLevel) {
  std::vector<std::string> lines;
  const Log log([&](LogLevel, std::string_view line) { lines.emplace_back(line); }, LogLevel::warn);
  log.write(LogLevel::error, "error");
  log.write(LogLevel::warn, "warn");
  log.write(LogLevel::info, "info");
  log.write(LogLevel::off, "off");
  EXPECT_EQ(lines, (std::vector<std::string>{"error", "warn"}));
  EXPECT_TRUE(log.enabled(LogLevel::warn));
  EXPECT_FALSE(log.enabled(LogLevel::debug));
}

TEST(Log, IsSilentWithoutASink) {
  const Log silent;
  silent.write(LogLevel::error, "nobody hears");
  EXPECT_FALSE(silent.enabled(LogLevel::error));
  EXPECT_FALSE(Log(nullptr, LogLevel::debug).enabled(LogLevel::error));
}

TEST(LoggableHeader, ShowsOnlyWhatIsKnownToBeHarmless) {
  EXPECT_EQ(loggable_header("Content-Type", "application/json"), "application/json");
  EXPECT_EQ(loggable_header("x-amzn-RequestId", "abc"), "abc");
  for (const char* secret : {"Authorization", "x-amz-security-token", "X-Amz-Security-Token", "x-api-key",
                             "Cookie", "Set-Cookie", "Proxy-Authorization", "x-something-new", ""}) {
    EXPECT_EQ(loggable_header(secret, "secret"), "***") << secret;
  }
}

}  // namespace
}  // namespace anthropic
