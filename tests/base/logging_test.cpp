#include "base/logging.hpp"

#include <gtest/gtest.h>
#include <vector>

namespace anthropic::internal {
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

}  // namespace
}  // namespace anthropic::internal
