#include "operations/costs/days.hpp"

#include "base/time/time_format.hpp"

namespace anthropic::internal {

std::optional<sys_days> parse_day(std::string_view text) {
  constexpr std::string_view kDay = "2026-11-01";
  if (text.size() != kDay.size()) return std::nullopt;
  const auto time = parse_iso8601(std::string(text) + "T00:00:00Z");
  if (!time) return std::nullopt;
  return day_of(*time);
}

std::string day_text(sys_days day) {
  return format_iso8601(day).substr(0, 10);
}

sys_days day_of(SystemTime time) {
  return std::chrono::floor<std::chrono::days>(time);
}

sys_days first_of_month(sys_days day, int months_later) {
  const std::chrono::year_month_day date(day);
  return (date.year() / date.month() + std::chrono::months(months_later)) / std::chrono::day(1);
}

bool is_whole(sys_days end, SystemTime now) {
  return end + std::chrono::hours(24) <= now;
}

}  // namespace anthropic::internal
