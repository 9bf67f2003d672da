#pragma once

#include <chrono>
#include <string_view>

#include <anthropic/result.hpp>

#include "base/time/clock.hpp"

namespace anthropic::internal {

/// A point in time as people write it: "30m", "6h", "7d" or "2w" is that long before `now`, "2026-11-01" the beginning of
/// that day in UTC, and "2026-11-01T12:00:00Z" (or with an offset) itself. Else a configuration error that says
/// what can be written.
Result<SystemTime> parse_time_text(std::string_view text, SystemTime now);

/// A length of time in the same units: "5m", "1h".
Result<std::chrono::minutes> parse_length_text(std::string_view text);

}  // namespace anthropic::internal
