#pragma once

#include <atomic>

namespace anthropic::internal {

namespace detail {
extern std::atomic<unsigned> forks;
}

/// Which process this is: 0 is the one that loaded the library, and each child that fork() or daemon() makes
/// has its parent's number and one. A load: it may be asked anywhere. What makes a process without running
/// the handlers of pthread_atfork(), as vfork(), _Fork() and a bare clone() do, is not noticed.
inline unsigned process_number() noexcept {
  return detail::forks.load(std::memory_order_relaxed);
}

}  // namespace anthropic::internal
