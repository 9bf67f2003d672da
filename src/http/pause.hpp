#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <utility>

#include "http/task_loop.hpp"

namespace anthropic::internal {

/// A pause between two steps, until a time or until it is asked to stop.
class Pause {
 public:
  /// `loop`: which runs the steps; null if they have a thread to themselves.
  Pause(SteadyTime end, std::stop_token stop, TaskLoop* loop) : end_(end), stop_(std::move(stop)) {
    if (loop) waker_.emplace(stop_, Wake{&stopped_, loop});
  }

  /// Empty when it is over.
  std::optional<Wait> poll(SteadyTime now) {
    if (stop_.stop_requested() || now >= end_) return std::nullopt;
    return Wait{.flag = &stopped_, .until = end_, .stop = &stop_};
  }

 private:
  struct Wake {
    WakeFlag* flag;
    TaskLoop* loop;
    void operator()() const {
      flag->set();
      loop->wake();
    }
  };

  const SteadyTime end_;
  const std::stop_token stop_;
  WakeFlag stopped_;
  std::optional<std::stop_callback<Wake>> waker_;
};

}  // namespace anthropic::internal
