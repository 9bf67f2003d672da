#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <pthread.h>
#include <utility>

namespace anthropic::internal {

inline constexpr std::size_t kUsualStack = 0;  // of the system

/// Starts a thread that runs `work`, which must not throw, on a stack of that size. It takes no signals: they
/// are for the program's own threads. The caller joins or detaches it. Empty, and `work` is dropped, if no
/// thread can be started.
[[nodiscard]] std::optional<pthread_t> start_thread(std::size_t stack_bytes, std::function<void()> work);

/// Such a thread, joined at the end of its scope.
class ScopedThread {
 public:
  ScopedThread() = default;
  explicit ScopedThread(std::function<void()> work) : thread_(start_thread(kUsualStack, std::move(work))) {}
  ScopedThread(ScopedThread&& other) noexcept : thread_(std::exchange(other.thread_, std::nullopt)) {}
  ScopedThread& operator=(ScopedThread&& other) noexcept {
    std::swap(thread_, other.thread_);
    return *this;
  }
  ~ScopedThread() { join(); }

  void join() {
    if (thread_) pthread_join(*std::exchange(thread_, std::nullopt), nullptr);
  }

 private:
  std::optional<pthread_t> thread_;
};

}  // namespace anthropic::internal
