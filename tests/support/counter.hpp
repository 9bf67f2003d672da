#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

namespace anthropic::internal::testing {

/// Something that happens a number of times, to be waited for. Thread-safe.
class Counter {
 public:
  void add(int more = 1) {
    std::vector<std::function<void()>> told;
    {
      std::lock_guard lock(mutex_);
      count_ += more;
      changed_.notify_all();
      told.swap(to_tell_);
    }
    for (const auto& tell : told) tell();
  }
  void wait_for(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return count_ >= count; });
  }
  /// Whether it has come to that; if not, `tell` is called when it has grown.
  bool has_reached(int count, std::function<void()> tell) {
    std::lock_guard lock(mutex_);
    if (count_ >= count) return true;
    to_tell_.push_back(std::move(tell));
    return false;
  }
  int count() {
    std::lock_guard lock(mutex_);
    return count_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::function<void()>> to_tell_;
  int count_ = 0;
};

}  // namespace anthropic::internal::testing
