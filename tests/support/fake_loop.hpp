#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <utility>

#include "http/task_loop.hpp"
#include "support/fake_clock.hpp"

namespace anthropic::internal::testing {

/// A TaskLoop in fake time, which moves on to the end of the shortest wait only when no task can go on: what
/// sleeps lets the others go first.
class FakeLoop final : public TaskLoop {
 public:
  FakeLoop(std::shared_ptr<FakeClock> clock, std::shared_ptr<Transport> transport)
      : clock_(std::move(clock)), transport_(std::move(transport)) {}

  void wake() override {
    std::lock_guard lock(mutex_);
    woken_ = true;
    changed_.notify_one();
  }
  std::shared_ptr<Transport> transport() override { return transport_; }

 private:
  SteadyTime now() const override { return clock_->steady_now(); }

  void poll(SteadyTime until, bool is_idle) override {
    std::unique_lock lock(mutex_);
    if (std::exchange(woken_, false)) return;
    if (!is_idle && until != SteadyTime::max()) {
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - now());
      clock_->note_sleep(left);
      return clock_->advance(left);
    }
    changed_.wait(lock, [&] { return std::exchange(woken_, false); });
  }

  const std::shared_ptr<FakeClock> clock_;
  const std::shared_ptr<Transport> transport_;
  std::mutex mutex_;  // all that follows
  std::condition_variable changed_;
  bool woken_ = false;
};

}  // namespace anthropic::internal::testing
