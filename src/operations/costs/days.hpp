#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/time/clock.hpp"

namespace anthropic::internal {

using std::chrono::sys_days;

/// "2026-11-01"; empty if it is no day.
std::optional<sys_days> parse_day(std::string_view text);
std::string day_text(sys_days day);
/// In UTC.
sys_days day_of(SystemTime time);
/// The first day of a month so many months later.
sys_days first_of_month(sys_days day, int months_later = 0);

/// Whether the bill is likely to hold all costs of a time that ends then (exclusive): they appear up to a day
/// later.
bool is_whole(sys_days end, SystemTime now);

}  // namespace anthropic::internal
