#include "base/logging.hpp"

#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <vector>

#include "support/fake_environment.hpp"

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

class LogVariable : public ::testing::Test {
 protected:
  Log log(std::optional<LogLevel> level = {}) {
    return make_log(
        {.logger = [this](LogLevel, std::string_view line) { lines.emplace_back(line); }, .log_level = level},
        environment);
  }

  testing::FakeEnvironment environment;
  std::vector<std::string> lines;
};

TEST_F(LogVariable, SaysTheLevelWhereCodeDoesNot) {
  EXPECT_TRUE(log().enabled(LogLevel::warn));
  EXPECT_FALSE(log().enabled(LogLevel::info));
  environment.set("ANTHROPIC_LOG", "Debug");
  EXPECT_TRUE(log().enabled(LogLevel::debug));
  EXPECT_FALSE(log(LogLevel::error).enabled(LogLevel::warn));
  environment.set("ANTHROPIC_LOG", "off");
  EXPECT_FALSE(log().enabled(LogLevel::error));
}

TEST_F(LogVariable, IsNamedIfItIsWrong) {
  environment.set("ANTHROPIC_LOG", "verbose");
  EXPECT_TRUE(log().enabled(LogLevel::warn));
  EXPECT_EQ(
      lines,
      (std::vector<std::string>{"ANTHROPIC_LOG is \"verbose\": expected debug, info, warn, error or off"}));
}

TEST_F(LogVariable, MakesALogOnStandardErrorWithoutALogger) {
  EXPECT_FALSE(make_log({}, environment).enabled(LogLevel::error));
  environment.set("ANTHROPIC_LOG", "info");
  ::testing::internal::CaptureStderr();
  const Log log = make_log({}, environment);
  log.write(LogLevel::info, "a line");
  log.write(LogLevel::debug, "not this");
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "[anthropic info] a line\n");
}

}  // namespace
}  // namespace anthropic::internal
