#include <algorithm>
#include <atomic>
#include <thread>

#include "http/http_fixture.hpp"

namespace anthropic::internal::testing {
namespace {

/// A loop, and the thread that runs it.
class CurlLoopTest : public HttpTest {
 protected:
  ~CurlLoopTest() override {
    loop->close();
    if (thread.joinable()) thread.join();
  }

  void post(TaskLoop::Task task) {
    ASSERT_TRUE(loop->post(std::move(task), [&] { return start(); }));
  }
  bool start() {
    ++starts;
    if (thread.joinable()) thread.join();
    thread = std::thread([this] {
      loop->run(idle);
      ended.set_value();
    });
    return true;
  }
  /// Ends the loop when its tasks have.
  void finish() {
    loop->close();
    thread.join();
  }

  std::shared_ptr<TaskLoop> loop = transport->make_loop();
  std::chrono::milliseconds idle = 60s;
  std::promise<void> ended;
  int starts = 0;
  std::thread thread;
};

TEST_F(CurlLoopTest, ManyExchangesOnOneThread) {
  std::atomic<int> waiting = 0;
  LoopbackServer server([&](Connection& connection) {
    if (connection.read_request().empty()) return;
    ++waiting;
    while (waiting < 100) std::this_thread::yield();  // Were they made in turn, this would not end.
    connection.write(ok("side by side"));
  });
  std::vector<std::string> answers;
  std::vector<std::thread::id> threads;
  for (int i = 0; i < 100; ++i) {
    post([&] {
      const Call call{.url = server.url("/")};
      answers.push_back(loop->transport()->open(call.request())->read_all().value_or("failed"));
      threads.push_back(std::this_thread::get_id());
    });
  }
  finish();
  EXPECT_EQ(answers, std::vector<std::string>(100, "side by side"));
  EXPECT_EQ(std::count(threads.begin(), threads.end(), threads.front()), 100);
  EXPECT_EQ(starts, 1);
}

TEST_F(CurlLoopTest, ATaskThatSleepsLetsOthersGoOn) {
  std::atomic<bool> slept_on = false;
  std::stop_source stop;
  post([&] { slept_on = loop->clock()->sleep_for(24h, stop.get_token()); });
  std::promise<void> other;
  post([&] { other.set_value(); });
  other.get_future().wait();
  stop.request_stop();  // from another thread
  finish();
  EXPECT_FALSE(slept_on);
}

TEST_F(CurlLoopTest, SleepsToTheEnd) {
  bool slept_on = false;
  post([&] { slept_on = loop->clock()->sleep_for(1ms, {}); });
  finish();
  EXPECT_TRUE(slept_on);
}

TEST_F(CurlLoopTest, WhatStopsBeforeItSleepsDoesNotSleep) {
  std::stop_source stop;
  stop.request_stop();
  bool slept_on = true;
  post([&] { slept_on = loop->clock()->sleep_for(24h, stop.get_token()); });
  finish();
  EXPECT_FALSE(slept_on);
}

TEST_F(CurlLoopTest, ATaskMayWaitForAnotherThread) {
  WakeFlag done;
  std::promise<void> begun, went_on;
  post([&] {
    begun.set_value();
    loop->wait_for(done);
    went_on.set_value();
  });
  begun.get_future().wait();
  std::promise<void> other;
  post([&] { other.set_value(); });
  other.get_future().wait();
  done.set();
  loop->wake();
  went_on.get_future().wait();
}

TEST_F(CurlLoopTest, ATaskMayPostAnother) {
  bool done = false;
  post([&] { post([&] { done = true; }); });
  finish();
  EXPECT_TRUE(done);
}

TEST_F(CurlLoopTest, LeavesItsThreadWhenIdleAndTakesAnother) {
  idle = 0s;
  int done = 0;
  post([&] { ++done; });
  ended.get_future().wait();
  ended = {};
  post([&] { ++done; });
  ended.get_future().wait();
  EXPECT_EQ(done, 2);
  EXPECT_EQ(starts, 2);
}

TEST_F(CurlLoopTest, KeepsItsConnectionsWhenItLeavesItsThread) {
  idle = 0s;
  LoopbackServer server(answer_always(ok("again")));
  for (int i = 0; i < 3; ++i) {
    post([&] {
      const Call call{.url = server.url("/")};
      EXPECT_EQ(loop->transport()->open(call.request())->read_all().value_or("failed"), "again");
    });
    ended.get_future().wait();
    ended = {};
  }
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(CurlLoopTest, DropsATaskThatNobodyWillRun) {
  const auto held = std::make_shared<int>();
  EXPECT_FALSE(loop->post([held] { FAIL(); }, [] { return false; }));
  EXPECT_EQ(held.use_count(), 1);
}

}  // namespace
}  // namespace anthropic::internal::testing
