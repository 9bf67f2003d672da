#include "base/threads/stop_after.hpp"

#include <utility>

namespace anthropic::internal {

StopAfter::StopAfter(std::chrono::milliseconds longest, std::stop_token other)
    : other_(std::move(other), [this] { stop_.request_stop(); }),
      thread_([this, longest] { watch(longest); }) {}

StopAfter::~StopAfter() {
  {
    std::lock_guard lock(mutex_);
    is_ended_ = true;
  }
  ended_.notify_one();
}

void StopAfter::watch(std::chrono::milliseconds longest) {
  {
    std::unique_lock lock(mutex_);
    if (ended_.wait_for(lock, longest, [this] { return is_ended_; })) return;
    over_ = true;
  }
  stop_.request_stop();
}

}  // namespace anthropic::internal
