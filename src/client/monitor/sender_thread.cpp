#include "client/monitor/sender_thread.hpp"

#include "base/threads/stop_after.hpp"

namespace anthropic::internal {

static constexpr std::chrono::seconds kLongestFarewell{10};

void SenderThread::begin(std::chrono::milliseconds interval, Send send) {
  send_ = std::move(send);
  thread_ = ScopedThread([this, interval] { run(interval, closing_.get_token()); });
}

void SenderThread::wake() {
  std::lock_guard lock(mutex_);
  woken_ = true;
  changed_.notify_one();
}

void SenderThread::run(std::chrono::milliseconds interval, const std::stop_token& closing) {
  while (!closing.stop_requested()) {
    {
      std::unique_lock lock(mutex_);
      changed_.wait_for(lock, closing, interval, [this] { return woken_; });
      woken_ = false;
    }
    // What is under way at the end is finished, not broken off: it would be sent twice.
    if (!closing.stop_requested()) send_(farewell_.get_token());
  }
}

void SenderThread::end(const Send& last) {
  if (!send_) return;
  std::call_once(ended_, [&] {
    const StopAfter limit(kLongestFarewell, {});
    const std::stop_callback hurry(limit.token(), [this] { farewell_.request_stop(); });
    closing_.request_stop();
    thread_.join();
    last(farewell_.get_token());
  });
}

}  // namespace anthropic::internal
