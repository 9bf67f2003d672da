#pragma once

#include <chrono>
#include <vector>

#include <anthropic/result.hpp>

#include "base/time/clock.hpp"

namespace anthropic::internal {

/// A span of time cut into periods, all of which begin at a multiple of their length since 1970.
struct Periods {
  SystemTime since = {};
  SystemTime until = {};
  std::chrono::seconds length{0};

  std::size_t count() const { return static_cast<std::size_t>((until - since) / length); }
  std::vector<SystemTime> times() const;
};

/// The periods around `since` to `until`. CloudWatch keeps those of a minute for 15 days, of five minutes for
/// 63, of an hour for 455: a `length` of zero is the shortest that it still has at `since`, and that makes 90 at
/// most. Fails if a length that is given is no multiple of a minute, is too short for that, or makes too many.
Result<Periods> make_periods(SystemTime since, SystemTime until, std::chrono::seconds length, SystemTime now);

/// The shortest period that CloudWatch still has of a time so long ago.
std::chrono::seconds shortest_period(SystemTime::duration age);

}  // namespace anthropic::internal
