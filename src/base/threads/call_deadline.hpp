#pragma once

#include <algorithm>
#include <chrono>
#include <optional>

#include "base/clock.hpp"

namespace anthropic {

/// When a call must have ended, by the world's clock.
struct CallDeadline {
  std::chrono::milliseconds timeout = {};  ///< from the call's beginning; as it was given
  SteadyTime end = {};

  /// Of a call that begins now; none without a time-out. A year is the longest, so that it can be
  /// represented.
  static std::optional<CallDeadline> from_now(std::optional<std::chrono::milliseconds> timeout,
                                              const Clock& clock) {
    if (!timeout) return std::nullopt;
    constexpr std::chrono::milliseconds longest = std::chrono::hours(24 * 365);
    return CallDeadline{.timeout = *timeout, .end = clock.steady_now() + std::min(*timeout, longest)};
  }

  /// What is left of it, rounded up; zero if it has passed.
  std::chrono::milliseconds left(const Clock& clock) const {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - clock.steady_now());
    return std::max(left, std::chrono::milliseconds(0));
  }
};

/// The one that comes first.
inline std::optional<CallDeadline> earlier(const std::optional<CallDeadline>& a,
                                           const std::optional<CallDeadline>& b) {
  if (!a || !b) return a ? a : b;
  return a->end <= b->end ? a : b;
}

}  // namespace anthropic
