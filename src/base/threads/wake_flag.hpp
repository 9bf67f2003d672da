#pragma once

#include <atomic>

namespace anthropic::internal {

/// Says that something has happened. Any thread sets it; the one that waits takes it.
class WakeFlag {
 public:
  void set() noexcept { is_set_ = true; }
  bool is_set() const noexcept { return is_set_; }
  /// Whether it was set. It no longer is.
  bool take() noexcept { return is_set_.exchange(false); }

 private:
  std::atomic<bool> is_set_ = false;
};

}  // namespace anthropic::internal
