#pragma once

#include <algorithm>
#include <chrono>

#include "base/clock.hpp"

namespace anthropic {

/// The real time so long from now; at most a year, so that it can be represented.
inline SteadyTime deadline_after(std::chrono::milliseconds time) {
  constexpr std::chrono::milliseconds longest = std::chrono::hours(24 * 365);
  return std::chrono::steady_clock::now() + std::min(time, longest);
}

}  // namespace anthropic
