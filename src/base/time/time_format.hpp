#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/time/clock.hpp"

namespace anthropic::internal {

// The parsers move a time that the clock cannot hold (before 1677, after 2262) to the nearest it can.

std::string format_amz_date(SystemTime time);  ///< 20261122T120000Z
std::optional<SystemTime> parse_amz_date(std::string_view text);
std::string format_iso8601(SystemTime time);  ///< 2026-11-22T12:00:00Z
/// With or without a fraction, with Z or an offset; empty if malformed.
std::optional<SystemTime> parse_iso8601(std::string_view text);
/// An expiration as the programs write it that hand out credentials: ISO 8601 in all forms that the AWS CLI
/// takes. Without or with '-' and ':', a blank or a small 't' between date and time, no seconds, a fraction
/// after '.' or ','; a zone must be there: Z, UTC, GMT or an offset, of hours alone, too.
std::optional<SystemTime> parse_expiration(std::string_view text);
/// "at 2026-11-22T12:00:00Z"; "before the year 1678" and "after the year 2261" for what the parsers have
/// moved.
std::string describe_time(SystemTime time);
/// A length of time: "60 s", "1500 ms".
std::string readable(std::chrono::milliseconds time);
std::string format_http_date(SystemTime time);  ///< Sun, 22 Nov 2026 12:00:00 GMT
/// The preferred form only; empty for the two obsolete ones. The day of the week is not checked.
std::optional<SystemTime> parse_http_date(std::string_view text);

}  // namespace anthropic::internal
