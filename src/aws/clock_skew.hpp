#pragma once

#include <atomic>
#include <chrono>
#include <optional>
#include <string_view>

#include "base/clock.hpp"

namespace anthropic::aws {

/// How far this machine's clock is from AWS's, learnt from answers. Thread-safe.
class ClockSkew {
 public:
  SystemTime corrected(SystemTime now) const;
  /// Learns from an answer that was refused with `code` and carries the header `date`; whether the correction
  /// changed so much that signing anew is worth it.
  bool learn(std::string_view code, std::string_view date, SystemTime now);
  std::chrono::seconds offset() const { return std::chrono::seconds(offset_.load()); }

 private:
  std::atomic<long long> offset_ = 0;
};

}  // namespace anthropic::aws
