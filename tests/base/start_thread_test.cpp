#include "base/threads/start_thread.hpp"

#include <csignal>
#include <gtest/gtest.h>

namespace anthropic::internal {
namespace {

bool is_blocked(int signal) {
  sigset_t blocked;
  pthread_sigmask(SIG_BLOCK, nullptr, &blocked);
  return sigismember(&blocked, signal) == 1;
}

TEST(StartThreadTest, LeavesSignalsToTheProgram) {
  bool blocks_interrupts = false, blocks_ends = false;
  ScopedThread([&] {
    blocks_interrupts = is_blocked(SIGINT);
    blocks_ends = is_blocked(SIGTERM);
  }).join();
  EXPECT_TRUE(blocks_interrupts);
  EXPECT_TRUE(blocks_ends);
  EXPECT_FALSE(is_blocked(SIGINT)) << "here they come as before";
}

TEST(StartThreadTest, SaysWhenThereIsNoThread) {
  EXPECT_FALSE(start_thread(std::size_t(1) << 52, [] { FAIL(); }));
}

TEST(StartThreadTest, AScopeEndsAfterItsThread) {
  bool has_run = false;
  {
    ScopedThread first([&] { has_run = true; });
    const ScopedThread moved = std::move(first);
  }
  EXPECT_TRUE(has_run);
}

}  // namespace
}  // namespace anthropic::internal
