#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>

#include "base/threads/start_thread.hpp"

namespace anthropic::internal {

/// A stop token that is asked to stop together with another one, or when a time is over: for what takes a
/// token and no time-out. Costs a thread while it lives. Where none can be started, the time is not watched.
class StopAfter {
 public:
  /// `longest` is real time.
  StopAfter(std::chrono::milliseconds longest, std::stop_token other);
  ~StopAfter();
  StopAfter(const StopAfter&) = delete;
  StopAfter& operator=(const StopAfter&) = delete;

  std::stop_token token() const { return stop_.get_token(); }
  /// The time was over before this was destroyed.
  bool is_over() const { return over_; }

 private:
  void watch(std::chrono::milliseconds longest);

  std::stop_source stop_;
  std::stop_callback<std::function<void()>> other_;
  std::atomic<bool> over_ = false;
  std::mutex mutex_;
  std::condition_variable ended_;
  bool is_ended_ = false;
  ScopedThread thread_;
};

}  // namespace anthropic::internal
