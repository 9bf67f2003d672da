#include <algorithm>
#include <atomic>
#include <thread>

#include "http/http_fixture.hpp"
#include "http/pause.hpp"

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
  /// A task of one step.
  void post_step(std::function<void()> step) {
    post([step = std::move(step)]() -> std::optional<Wait> {
      step();
      return std::nullopt;
    });
  }
  /// A task that asks and takes the answer.
  void post_call(const std::string& url, std::function<void(std::string)> take) {
    struct Asking {
      Call call;
      std::unique_ptr<HttpExchange> exchange = {};
    };
    const auto asking = std::make_shared<Asking>(Asking{.call = {.url = url}});
    post([this, asking, take = std::move(take)]() -> std::optional<Wait> {
      if (!asking->exchange) asking->exchange = loop->transport()->open(asking->call.request());
      if (auto more = asking->exchange->collect(1000)) return more;
      take(asking->exchange->read_all(1000).value_or("failed"));
      return std::nullopt;
    });
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
    post_call(server.url("/"), [&](std::string answer) {
      answers.push_back(std::move(answer));
      threads.push_back(std::this_thread::get_id());
    });
  }
  finish();
  EXPECT_EQ(answers, std::vector<std::string>(100, "side by side"));
  EXPECT_EQ(std::count(threads.begin(), threads.end(), threads.front()), 100);
  EXPECT_EQ(starts, 1);
}

TEST_F(CurlLoopTest, WhatBlocksBlocksAllButEnds) {
  LoopbackServer server(answer_always(ok("here")));
  std::string first, second;
  post_call(server.url("/"), [&](std::string answer) { first = std::move(answer); });
  post_step([&] {
    const Call call{.url = server.url("/")};
    second = loop->transport()->open(call.request())->read_all().value_or("failed");
  });
  finish();
  EXPECT_EQ(first, "here");
  EXPECT_EQ(second, "here");
}

TEST_F(CurlLoopTest, ARequestLeavesInTheStepThatBeginsIt) {
  std::promise<void> arrived;
  std::atomic<int> requests = 0;
  LoopbackServer server([&](Connection& connection) {
    while (!connection.read_request().empty()) {
      if (++requests == 2) arrived.set_value();
      connection.write(ok("here"));
    }
  });
  std::promise<void> warm;
  post_call(server.url("/"), [&](const std::string&) { warm.set_value(); });
  warm.get_future().wait();
  const Call call{.url = server.url("/")};
  std::string answer;
  post_step([&] {
    const auto exchange = loop->transport()->open(call.request());
    EXPECT_EQ(arrived.get_future().wait_for(30s), std::future_status::ready);
    answer = exchange->read_all().value_or("failed");
  });
  finish();
  EXPECT_EQ(answer, "here");
}

TEST_F(CurlLoopTest, APauseLetsOthersGoOnUntilItIsStopped) {
  std::stop_source stop;
  std::optional<Pause> pause;
  std::atomic<bool> ended = false;
  post([&]() -> std::optional<Wait> {
    if (!pause) pause.emplace(std::chrono::steady_clock::now() + 24h, stop.get_token(), loop.get());
    if (auto more = pause->poll(std::chrono::steady_clock::now())) return more;
    ended = true;
    return std::nullopt;
  });
  std::promise<void> other;
  post_step([&] { other.set_value(); });
  other.get_future().wait();
  EXPECT_FALSE(ended);
  stop.request_stop();  // from another thread
  finish();
  EXPECT_TRUE(ended);
}

TEST_F(CurlLoopTest, WaitsToTheEndOfTheTime) {
  std::chrono::steady_clock::time_point end, ended;
  int steps = 0;
  post([&]() -> std::optional<Wait> {
    ended = std::chrono::steady_clock::now();
    if (++steps == 1) end = ended + 5ms;
    if (ended < end) return Wait{.until = end};
    return std::nullopt;
  });
  finish();
  EXPECT_GE(ended, end);
  EXPECT_EQ(steps, 2);
}

TEST_F(CurlLoopTest, ATaskMayWaitForAnotherThread) {
  WakeFlag done;
  std::promise<void> begun, went_on;
  bool has_begun = false;
  post([&]() -> std::optional<Wait> {
    if (!std::exchange(has_begun, true)) begun.set_value();
    if (!done.take()) return Wait{.flag = &done};
    went_on.set_value();
    return std::nullopt;
  });
  begun.get_future().wait();
  std::promise<void> other;
  post_step([&] { other.set_value(); });
  other.get_future().wait();
  done.set();
  loop->wake();
  went_on.get_future().wait();
}

TEST_F(CurlLoopTest, ATaskMayPostAnother) {
  bool done = false;
  post_step([&] { post_step([&] { done = true; }); });
  finish();
  EXPECT_TRUE(done);
}

TEST_F(CurlLoopTest, LeavesItsThreadWhenIdleAndTakesAnother) {
  idle = 0s;
  int done = 0;
  post_step([&] { ++done; });
  ended.get_future().wait();
  ended = {};
  post_step([&] { ++done; });
  ended.get_future().wait();
  EXPECT_EQ(done, 2);
  EXPECT_EQ(starts, 2);
}

TEST_F(CurlLoopTest, KeepsItsConnectionsWhenItLeavesItsThread) {
  idle = 0s;
  LoopbackServer server(answer_always(ok("again")));
  for (int i = 0; i < 3; ++i) {
    post_call(server.url("/"), [](const std::string& answer) { EXPECT_EQ(answer, "again"); });
    ended.get_future().wait();
    ended = {};
  }
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(CurlLoopTest, DropsATaskThatNobodyWillRun) {
  const auto held = std::make_shared<int>();
  const auto task = [held]() -> std::optional<Wait> {
    ADD_FAILURE();
    return std::nullopt;
  };
  EXPECT_FALSE(loop->post(task, [] { return false; }));
  EXPECT_EQ(held.use_count(), 2) << "here and in the task that is still here";
}

}  // namespace
}  // namespace anthropic::internal::testing
