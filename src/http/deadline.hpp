#pragma once

#include <algorithm>
#include <chrono>

#include "base/time/clock.hpp"

namespace anthropic::internal {

/// The real time that long from now; at most kLongestWait away.
inline SteadyTime deadline_after(std::chrono::milliseconds time) {
  return std::chrono::steady_clock::now() + std::min(time, kLongestWait);
}

}  // namespace anthropic::internal
