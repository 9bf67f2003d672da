#pragma once

#include <chrono>
#include <stop_token>

namespace anthropic::internal {

using SystemTime = std::chrono::system_clock::time_point;
using SteadyTime = std::chrono::steady_clock::time_point;

/// The longest wait: longer ones count as this, so that their end can be represented.
inline constexpr std::chrono::milliseconds kLongestWait = std::chrono::hours(24 * 365);

/// Time, replaced in tests. Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual SystemTime now() const = 0;
  virtual SteadyTime steady_now() const = 0;
  /// Sleeps, but wakes at once when asked to stop; whether it slept to the end.
  virtual bool sleep_for(std::chrono::milliseconds duration, std::stop_token stop) = 0;
};

class RealClock final : public Clock {
 public:
  SystemTime now() const override { return std::chrono::system_clock::now(); }
  SteadyTime steady_now() const override { return std::chrono::steady_clock::now(); }
  bool sleep_for(std::chrono::milliseconds duration, std::stop_token stop) override;
};

}  // namespace anthropic::internal
