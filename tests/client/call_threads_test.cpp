#include "client/background/call_threads.hpp"

#include <atomic>
#include <optional>
#include <set>
#include <thread>

#include "client/concurrent_fixture.hpp"

namespace anthropic::internal::testing {
namespace {

using namespace std::chrono_literals;

TEST(CallThreadsTest, GrowToTheLimitAndNoFurther) {
  CallThreads threads({.threads = 3});
  Counter begun, may_end;
  for (int i = 0; i < 10; ++i) {
    ASSERT_TRUE(threads.run([&] {
      begun.add();
      may_end.wait_for(1);
    }));
  }
  begun.wait_for(3);
  EXPECT_EQ(begun.count(), 3);
  EXPECT_EQ(threads.size(), 3u);
  may_end.add();
  begun.wait_for(10);
}

TEST(CallThreadsTest, AreUsedAgain) {
  CallThreads threads({.idle = 1h});
  // A task may come before the last one's thread is waiting again, and gets another one then.
  std::set<std::thread::id> seen;
  bool is_used_again = false;
  for (int i = 0; i < 1000 && !is_used_again; ++i) {
    Counter done;
    ASSERT_TRUE(threads.run([&] {
      is_used_again = !seen.insert(std::this_thread::get_id()).second;
      done.add();
    }));
    done.wait_for(1);
  }
  EXPECT_TRUE(is_used_again);
}

TEST(CallThreadsTest, EndWhenIdle) {
  CallThreads threads({.idle = 0ms});
  Counter done;
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(threads.run([&] { done.add(); }));
  done.wait_for(20);
  while (threads.size() > 0) std::this_thread::yield();
  ASSERT_TRUE(threads.run([&] { done.add(); })) << "and come again";
  done.wait_for(21);
}

TEST(CallThreadsTest, DestructorTellsTasksAndWaitsForThem) {
  Counter ended;
  {
    CallThreads threads({.threads = 2});
    for (int i = 0; i < 6; ++i) {
      ASSERT_TRUE(threads.run([&ended, closing = threads.closing()] {
        Counter stopped;
        const std::stop_callback stop(closing, [&] { stopped.add(); });
        stopped.wait_for(1);
        ended.add();
      }));
    }
  }
  EXPECT_EQ(ended.count(), 6);
}

TEST(CallThreadsTest, ATaskMayDestroyThem) {
  std::optional<CallThreads> threads(CallThreads::Limits{.threads = 1});
  Counter may_go, ended;
  ASSERT_TRUE(threads->run([&] {
    may_go.wait_for(1);
    threads.reset();
    EXPECT_EQ(ended.count(), 3);
    ended.add();
  }));
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(threads->run([&] { ended.add(); }));
  may_go.add();
  ended.wait_for(4);
}

TEST(CallThreadsTest, AQueueMayOutliveThem) {
  std::optional<CallThreads> threads(CallThreads::Limits{});
  const CallThreads::Queue queue = threads->queue();
  Counter done;
  ASSERT_TRUE(queue.run([&] { done.add(); }));
  threads.reset();
  EXPECT_EQ(done.count(), 1);
  EXPECT_FALSE(queue.run([] { FAIL(); }));
}

TEST(CallThreadsTest, TasksThatEndingTasksStartAreRunToo) {
  Counter ended;
  {
    CallThreads threads({.threads = 1});
    for (int i = 0; i < 3; ++i) {
      ASSERT_TRUE(threads.run([&ended, closing = threads.closing(), queue = threads.queue()] {
        Counter stopped;
        const std::stop_callback callback(closing, [&] { stopped.add(); });
        stopped.wait_for(1);
        EXPECT_TRUE(queue.run([&] { ended.add(); }));
      }));
    }
  }
  EXPECT_EQ(ended.count(), 3);
}

TEST(CallThreadsTest, SaysWhenThereIsNoThread) {
  CallThreads threads({.stack_bytes = std::size_t(1) << 52});
  EXPECT_FALSE(threads.run([] { FAIL(); }));
  EXPECT_EQ(threads.size(), 0u);
}

}  // namespace
}  // namespace anthropic::internal::testing
