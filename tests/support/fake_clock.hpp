#pragma once

#include <chrono>
#include <mutex>
#include <stop_token>
#include <vector>

#include "base/public_names.hpp"
#include "base/time/clock.hpp"

namespace anthropic::internal::testing {

/// Time that stands still but for advance() and sleep_for(), which moves it on and returns at once.
/// Starts at 2026-11-22T12:00:00Z.
class FakeClock final : public Clock {
 public:
  SystemTime now() const override {
    std::lock_guard lock(mutex_);
    return now_;
  }
  SteadyTime steady_now() const override {
    std::lock_guard lock(mutex_);
    return steady_;
  }
  bool sleep_for(std::chrono::milliseconds duration, std::stop_token stop) override {
    if (stop.stop_requested()) return false;
    note_sleep(duration);
    advance(duration);
    return true;
  }

  void advance(SteadyTime::duration duration) {
    std::lock_guard lock(mutex_);
    now_ += duration;
    steady_ += duration;
  }
  /// Changes the time of day only, as a person or NTP does.
  void set_now(SystemTime now) {
    std::lock_guard lock(mutex_);
    now_ = now;
  }
  /// Somebody sleeps while others let time pass.
  void note_sleep(std::chrono::milliseconds duration) {
    std::lock_guard lock(mutex_);
    sleeps_.push_back(duration);
  }
  std::vector<std::chrono::milliseconds> sleeps() const {
    std::lock_guard lock(mutex_);
    return sleeps_;
  }

 private:
  mutable std::mutex mutex_;
  SystemTime now_ = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22) + std::chrono::hours(12);
  SteadyTime steady_ = SteadyTime(std::chrono::hours(1));
  std::vector<std::chrono::milliseconds> sleeps_;
};

}  // namespace anthropic::internal::testing
