#include "base/threads/stop_after.hpp"

#include <system_error>
#include <utility>

#include "base/threads/signals_blocked.hpp"

namespace anthropic {

StopAfter::StopAfter(std::chrono::milliseconds longest, std::stop_token other)
    : other_(std::move(other), [this] { stop_.request_stop(); }) {
  const SignalsBlocked blocked;
  try {
    thread_ = std::thread([this, longest] { watch(longest); });
  } catch (const std::system_error&) {  // Out of threads.
  }
}

StopAfter::~StopAfter() {
  {
    std::lock_guard lock(mutex_);
    is_ended_ = true;
  }
  ended_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void StopAfter::watch(std::chrono::milliseconds longest) {
  {
    std::unique_lock lock(mutex_);
    if (ended_.wait_for(lock, longest, [this] { return is_ended_; })) return;
    over_ = true;
  }
  stop_.request_stop();
}

}  // namespace anthropic
