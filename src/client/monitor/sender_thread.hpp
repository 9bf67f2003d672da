#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>

#include "base/threads/start_thread.hpp"

namespace anthropic::internal {

/// The thread of an object that collects, and sends from time to time what it has collected. The object ends
/// it before it goes.
class SenderThread {
 public:
  /// Must not throw. It ends soon when its token is asked.
  using Send = std::function<void(std::stop_token stop)>;

  /// From now on `send` is called on the thread, every `interval` and after wake().
  void begin(std::chrono::milliseconds interval, Send send);
  /// There is enough to send. From any thread.
  void wake();
  /// Ends the thread and calls `last`, here. The tokens of both are asked after ten seconds. Only the first
  /// time; without effect if it has not begun. From any thread.
  void end(const Send& last);

 private:
  void run(std::chrono::milliseconds interval, const std::stop_token& closing);

  Send send_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  bool woken_ = false;

  std::once_flag ended_;
  std::stop_source farewell_;  // asked when the end has taken too long
  std::stop_source closing_;
  ScopedThread thread_;
};

}  // namespace anthropic::internal
