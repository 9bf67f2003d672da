#pragma once

#include <algorithm>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <utility>
#include <vector>

#include "base/public_names.hpp"
#include "base/threads/fibers.hpp"
#include "http/task_loop.hpp"
#include "support/fake_clock.hpp"

namespace anthropic::internal::testing {

/// A TaskLoop in fake time. Its tasks run one after the other, in the order in which they can, and time moves
/// on to the end of the shortest sleep only when none of them can: what sleeps lets the others go first.
class FakeLoop final : public TaskLoop {
 public:
  FakeLoop(std::shared_ptr<FakeClock> clock, std::shared_ptr<Transport> transport)
      : clock_(std::move(clock)),
        transport_(std::move(transport)),
        loop_clock_(std::make_shared<LoopClock>(*this)) {}

  /// The loop whose task this thread is running; null outside of tasks.
  static FakeLoop* current() { return running_here; }

  bool post(Task task, const std::function<bool()>& start) override {
    std::lock_guard lock(mutex_);
    if (!running_ && !start()) return false;
    running_ = true;
    posted_.push_back(std::move(task));
    changed_.notify_one();
    return true;
  }
  void run(std::chrono::milliseconds idle) override {
    running_here = this;
    do {
      begin_posted();
    } while (resume_ready() || wait(idle));
    running_here = nullptr;
  }
  void close() override {
    std::lock_guard lock(mutex_);
    closed_ = true;
    changed_.notify_one();
  }

  std::shared_ptr<Transport> transport() override { return transport_; }
  std::shared_ptr<Clock> clock() override { return loop_clock_; }
  void wait_for(WakeFlag& flag) override { yield_until(flag, SteadyTime::max()); }
  void wake() override {
    std::lock_guard lock(mutex_);
    woken_ = true;
    changed_.notify_one();
  }

  /// Within a task: lets fake time pass, and the other tasks run meanwhile, until that time or until asked to
  /// stop.
  void pass(std::chrono::milliseconds duration, const std::stop_token& stop = {}) {
    WakeFlag flag;
    const std::stop_callback stopped(stop, [&] {
      flag.set();
      wake();
    });
    yield_until(flag, clock_->steady_now() + duration);
  }

 private:
  struct Waiting {
    Fibers::Fiber* task;
    WakeFlag* flag;
    SteadyTime until;
  };

  class LoopClock final : public Clock {
   public:
    explicit LoopClock(FakeLoop& loop) : loop_(loop) {}
    SystemTime now() const override { return loop_.clock_->now(); }
    SteadyTime steady_now() const override { return loop_.clock_->steady_now(); }
    bool sleep_for(std::chrono::milliseconds duration, std::stop_token stop) override {
      if (stop.stop_requested()) return false;
      loop_.clock_->note_sleep(duration);
      loop_.pass(duration, stop);
      return !stop.stop_requested();
    }

   private:
    FakeLoop& loop_;
  };

  void yield_until(WakeFlag& flag, SteadyTime until) {
    if (flag.take()) return;
    waiting_.push_back({fibers_.current(), &flag, until});
    fibers_.suspend();
    flag.take();
  }

  void begin_posted() {
    std::vector<Task> begun;
    {
      std::lock_guard lock(mutex_);
      begun.swap(posted_);
    }
    for (Task& task : begun) {
      if (!fibers_.begin(std::move(task))) std::terminate();
    }
  }

  /// Goes on with the first task that has waited long enough; whether there was one.
  bool resume_ready() {
    const SteadyTime now = clock_->steady_now();
    const auto ready = std::find_if(waiting_.begin(), waiting_.end(), [&](const Waiting& waiting) {
      return waiting.flag->is_set() || waiting.until <= now;
    });
    if (ready == waiting_.end()) return false;
    Fibers::Fiber& task = *ready->task;
    waiting_.erase(ready);
    fibers_.resume(task);
    return true;
  }

  /// Waits until there may be something to do. False if there is nothing left to do.
  bool wait(std::chrono::milliseconds idle) {
    std::unique_lock lock(mutex_);
    const auto is_woken = [&] { return std::exchange(woken_, false) || !posted_.empty(); };
    if (is_woken()) return true;
    SteadyTime next = SteadyTime::max();
    for (const Waiting& waiting : waiting_) next = std::min(next, waiting.until);
    if (next != SteadyTime::max()) {
      clock_->advance(std::chrono::ceil<std::chrono::milliseconds>(next - clock_->steady_now()));
      return true;
    }
    if (!waiting_.empty()) {
      changed_.wait(lock, is_woken);
      return true;
    }
    bool has_more = false;
    changed_.wait_for(lock, idle, [&] { return (has_more = is_woken()) || closed_; });
    running_ = has_more;
    return has_more;
  }

  static inline thread_local FakeLoop* running_here = nullptr;

  const std::shared_ptr<FakeClock> clock_;
  const std::shared_ptr<Transport> transport_;
  const std::shared_ptr<Clock> loop_clock_;
  Fibers fibers_{1u << 20};
  std::vector<Waiting> waiting_;

  std::mutex mutex_;  // all that follows
  std::condition_variable changed_;
  std::vector<Task> posted_;
  bool running_ = false;  // a thread is in run(), or on its way there
  bool woken_ = false;
  bool closed_ = false;
};

/// Returns when it is asked to stop. In a task of a fake loop, the others go on meanwhile.
inline void wait_for_stop(const std::stop_token& stop) {
  if (FakeLoop* const loop = FakeLoop::current()) {
    WakeFlag stopped;
    const std::stop_callback callback(stop, [&] {
      stopped.set();
      loop->wake();
    });
    return loop->wait_for(stopped);
  }
  std::mutex mutex;
  std::condition_variable_any stopped;
  std::unique_lock lock(mutex);
  stopped.wait(lock, stop, [] { return false; });
}

}  // namespace anthropic::internal::testing
