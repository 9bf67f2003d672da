#include "base/process/processes.hpp"

#include <cstdlib>
#include <gmock/gmock.h>
#include <thread>

namespace anthropic::internal {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

using namespace std::chrono_literals;

TEST(Processes, IsEndedInTimeThoughItClosedItsOutputs) {
  const auto result = RealProcesses().run_shell("exec >&- 2>&-; sleep 60", 100ms, {});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::timeout);
  EXPECT_EQ(RealProcesses().run_shell("echo out; exec >&- 2>&-; sleep 0.1; exit 4", 60s, {})->exit_code, 4);
}

TEST(Processes, GivesOutputErrorsAndExitCode) {
  const auto result = RealProcesses().run_shell("printf out; printf err >&2; exit 3", 10s, {});
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(result->output, "out");
  EXPECT_EQ(result->errors, "err");
  EXPECT_EQ(result->exit_code, 3);
  EXPECT_EQ(RealProcesses().run_shell("kill -TERM $$", 10s, {})->exit_code, 128 + 15);
  EXPECT_EQ(RealProcesses().run_shell("cat", 10s, {})->output, "") << "standard input is empty";
  EXPECT_EQ(RealProcesses().run_shell("no-such-command-at-all", 10s, {})->exit_code, 127);
}

TEST(Processes, ReadTheirInput) {
  const std::string large(300'000, 'x');  // more than a pipe holds
  EXPECT_EQ(RealProcesses().run_shell("cat", 10s, {}, large)->output, large);
  EXPECT_TRUE(RealProcesses().run_shell("true", 10s, {}, large)) << "unread input hurts nobody";
}

TEST(Processes, EndsWhatHangsWithItsChildren) {
  const auto begun = std::chrono::steady_clock::now();
  const auto result = RealProcesses().run_shell("sleep 60 & sleep 60", 100ms, {});
  EXPECT_EQ(result.error().kind, ErrorKind::timeout);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 10s);
}

TEST(Processes, StopsWhenAsked) {
  std::stop_source stop;
  std::thread other([&] { stop.request_stop(); });
  EXPECT_EQ(RealProcesses().run_shell("sleep 60", 60s, stop.get_token()).error().kind, ErrorKind::user_abort);
  other.join();
}

TEST(Processes, MayBeKeptFromKeysInTheEnvironment) {
  const char* const names[] = {"AWS_SECRET_ACCESS_KEY", "AWS_BEARER_TOKEN_BEDROCK", "ANTHROPIC_API_KEY",
                               "MY_AWS_REGION"};
  for (const char* name : names) ::setenv(name, "of-the-test", 1);
  const auto variables = [](ChildEnvironment environment) {
    return RealProcesses(environment).run_shell("env", 10s, {})->output;
  };
  const std::string kept = variables(ChildEnvironment::keep);
  const std::string clean = variables(ChildEnvironment::clean);
  for (const char* name : names) ::unsetenv(name);
  for (const char* name : names) EXPECT_THAT(kept, HasSubstr(std::string(name) + "=of-the-test\n"));
  EXPECT_THAT(clean, Not(HasSubstr("\nAWS_"))) << clean;
  EXPECT_THAT(clean, Not(HasSubstr("ANTHROPIC_API_KEY"))) << clean;
  EXPECT_THAT(clean, HasSubstr("MY_AWS_REGION=of-the-test\n")) << "only what begins with it";
  EXPECT_THAT(clean, HasSubstr("PATH="));
}

TEST(Processes, RefusesEndlessOutput) {
  EXPECT_EQ(RealProcesses().run_shell("yes", 60s, {}).error().kind, ErrorKind::configuration);
}

}  // namespace
}  // namespace anthropic::internal
