#include "operations/time_text.hpp"

#include <chrono>
#include <optional>
#include <string>

#include "base/errors.hpp"
#include "base/text/text.hpp"
#include "base/time/time_format.hpp"

namespace anthropic::internal {
namespace {

constexpr long long kLongestAgo = 10'000;  // of any unit: what the clock can still hold

std::optional<std::chrono::minutes> unit_of(char letter) {
  switch (letter) {
    case 'm':
      return std::chrono::minutes(1);
    case 'h':
      return std::chrono::hours(1);
    case 'd':
      return std::chrono::days(1);
    case 'w':
      return std::chrono::weeks(1);
    default:
      return std::nullopt;
  }
}

std::optional<std::chrono::minutes> length_of(std::string_view text) {
  if (text.size() < 2) return std::nullopt;
  const auto unit = unit_of(text.back());
  const auto count = parse_integer(text.substr(0, text.size() - 1));
  if (!unit || !count || *count < 0 || *count > kLongestAgo) return std::nullopt;
  return *unit * *count;
}

}  // namespace

Result<SystemTime> parse_time_text(std::string_view text, SystemTime now) {
  if (const auto ago = length_of(text)) return now - *ago;
  constexpr std::string_view kDay = "2026-11-01";
  const std::string whole = std::string(text) + (text.size() == kDay.size() ? "T00:00:00Z" : "");
  if (const auto time = parse_iso8601(whole)) return *time;
  return configuration_error(in_quotes(text) + " is no time",
                             "Write how long ago (30m, 6h, 7d, 2w), a day (2026-11-01) or a time "
                             "(2026-11-01T12:00:00Z).");
}

Result<std::chrono::minutes> parse_length_text(std::string_view text) {
  if (const auto length = length_of(text)) return *length;
  return configuration_error(in_quotes(text) + " is no length of time", "Write 5m, 1h, 1d or 1w.");
}

}  // namespace anthropic::internal
