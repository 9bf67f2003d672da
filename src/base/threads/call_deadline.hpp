#pragma once

#include <algorithm>
#include <chrono>
#include <optional>

#include "base/time/clock.hpp"

namespace anthropic::internal {

/// When a call must have ended, by the world's clock.
struct CallDeadline {
  std::chrono::milliseconds timeout = {};  ///< from the call's beginning; as it was given
  SteadyTime end = {};

  /// Of a call that begins now; none without a time-out. At most kLongestWait away.
  static std::optional<CallDeadline> from_now(std::optional<std::chrono::milliseconds> timeout,
                                              const Clock& clock) {
    if (!timeout) return std::nullopt;
    return CallDeadline{.timeout = *timeout, .end = clock.steady_now() + std::min(*timeout, kLongestWait)};
  }

  /// What is left of it, rounded up; zero if it has passed.
  std::chrono::milliseconds left(SteadyTime now) const {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - now);
    return std::max(left, std::chrono::milliseconds(0));
  }
  std::chrono::milliseconds left(const Clock& clock) const { return left(clock.steady_now()); }
};

/// The one that comes first.
inline std::optional<CallDeadline> earlier(const std::optional<CallDeadline>& a,
                                           const std::optional<CallDeadline>& b) {
  if (!a || !b) return a ? a : b;
  return a->end <= b->end ? a : b;
}

}  // namespace anthropic::internal
