#pragma once

#include <ctime>
#include <memory>
#include <pthread.h>

namespace anthropic::internal {

/// Something whose threads must have ended before the process does: static objects that they use, and the
/// libraries, end with it.
class ThreadOwner {
 public:
  virtual ~ThreadOwner() = default;
  /// Asks its threads to end, and starts no more. From any thread.
  virtual void ask_to_end() = 0;
  /// Returns when they have ended, or at `deadline` (CLOCK_REALTIME). From any thread.
  virtual void wait_for_end(const timespec& deadline) = 0;
};

/// What is still there when exit() comes to what was made before the process's first owner, or when the
/// shared library that this is in is unloaded, is ended then: the latest first, within two seconds.
/// Thread-safe.
void add_thread_owner(const std::shared_ptr<ThreadOwner>& owner);
void remove_thread_owner(const ThreadOwner& owner);

/// Leaves a thread that nobody is there to join, and that has next to nothing left to do, to end by itself.
/// The process's end waits for it. Thread-safe.
void leave_thread(pthread_t thread);

/// Whether all that has come to pass: no more calls are made.
bool process_is_ending() noexcept;

}  // namespace anthropic::internal
