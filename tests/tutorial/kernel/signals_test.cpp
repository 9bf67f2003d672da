#include "tutorial/kernel/signals.hpp"

#include <csignal>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/fake_environment.hpp"
#include "tutorial/kernel/parent_watch.hpp"

namespace anthropic::internal::kernel {
namespace {

using internal::testing::FakeEnvironment;

bool is_readable(int descriptor) {
  pollfd waited{.fd = descriptor, .events = POLLIN, .revents = 0};
  return poll(&waited, 1, 0) == 1;
}

TEST(Signals, AreTakenOnce) {
  Signals signals;
  EXPECT_FALSE(is_readable(signals.descriptor()));
  raise(SIGINT);
  EXPECT_TRUE(is_readable(signals.descriptor()));
  EXPECT_TRUE(signals.take().interrupt);
  EXPECT_FALSE(signals.take().interrupt);
  raise(SIGTERM);
  const Signals::Taken taken = signals.take();
  EXPECT_TRUE(taken.end);
  EXPECT_FALSE(taken.interrupt);
}

TEST(ParentWatch, SeesTheEndOfTheFrontEnd) {
  const pid_t front_end = fork();
  if (front_end == 0) {
    pause();
    _exit(0);
  }
  FakeEnvironment environment;
  environment.set("JPY_PARENT_PID", std::to_string(front_end));
  const ParentWatch watch(environment);
  ASSERT_GE(watch.descriptor(), 0);
  EXPECT_FALSE(is_readable(watch.descriptor()));
  kill(front_end, SIGKILL);
  waitpid(front_end, nullptr, 0);
  EXPECT_TRUE(is_readable(watch.descriptor()));
}

TEST(ParentWatch, WatchesNobodyWhereNobodyIsNamed) {
  FakeEnvironment environment;
  EXPECT_EQ(ParentWatch(environment).descriptor(), -1);
  for (const char* named : {"0", "1", "-5", "many", "99999999999"}) {
    environment.set("JPY_PARENT_PID", named);
    EXPECT_EQ(ParentWatch(environment).descriptor(), -1) << named;
  }
}

}  // namespace
}  // namespace anthropic::internal::kernel
