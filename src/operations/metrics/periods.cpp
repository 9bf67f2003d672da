#include "operations/metrics/periods.hpp"

#include <string>

#include "base/errors.hpp"
#include "base/time/time_format.hpp"

namespace anthropic::internal {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::size_t kMostChosen = 90;
constexpr std::size_t kMost = 1'440;
constexpr seconds kLengths[] = {minutes(1), minutes(5), minutes(15), hours(1),
                                hours(3),   hours(6),   hours(12),   days(1)};

Periods around(SystemTime since, SystemTime until, seconds length) {
  const auto begin = since.time_since_epoch() / length;
  const auto end = (until.time_since_epoch() + length - SystemTime::duration(1)) / length;
  return {.since = SystemTime(begin * length), .until = SystemTime(end * length), .length = length};
}

}  // namespace

seconds shortest_period(SystemTime::duration age) {
  if (age <= days(15)) return minutes(1);
  if (age <= days(63)) return minutes(5);
  return hours(1);
}

std::vector<SystemTime> Periods::times() const {
  std::vector<SystemTime> times;
  for (SystemTime time = since; time < until; time += length) times.push_back(time);
  return times;
}

Result<Periods> make_periods(SystemTime since, SystemTime until, seconds length, SystemTime now) {
  if (since >= until) {
    return configuration_error("the time to begin, " + format_iso8601(since) +
                                   ", is not before the time to end, " + format_iso8601(until),
                               "Begin earlier.");
  }
  const seconds least = shortest_period(now - since);
  if (length == seconds(0)) {
    for (const seconds candidate : kLengths) {
      const Periods periods = around(since, until, candidate);
      if (candidate >= least && periods.count() <= kMostChosen) return periods;
    }
    return around(since, until, days(1));
  }
  if (length < minutes(1) || length % minutes(1) != seconds(0))
    return configuration_error("a period of " + readable(length) + " is no multiple of a minute",
                               "Choose 1m, 5m, 1h or 1d.");
  if (length < least)
    return configuration_error(
        "CloudWatch has no periods of " + readable(length) + " any more at " + format_iso8601(since),
        "Choose " + readable(least) + " or longer.");
  const Periods periods = around(since, until, length);
  if (periods.count() > kMost)
    return configuration_error(
        "that makes " + std::to_string(periods.count()) + " periods, and 1440 are the most",
        "Choose a longer period, or begin later.");
  return periods;
}

}  // namespace anthropic::internal
