#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace anthropic {

// The parsers move a time that the clock cannot hold (before 1677, after 2262) to the nearest it can.

std::string format_amz_date(SystemTime time);  ///< 20261122T120000Z
std::optional<SystemTime> parse_amz_date(std::string_view text);
std::string format_iso8601(SystemTime time);  ///< 2026-11-22T12:00:00Z
/// With or without a fraction, with Z or an offset; empty if malformed.
std::optional<SystemTime> parse_iso8601(std::string_view text);
std::string format_http_date(SystemTime time);  ///< Sun, 22 Nov 2026 12:00:00 GMT
/// The preferred form only; empty for the two obsolete ones. The day of the week is not checked.
std::optional<SystemTime> parse_http_date(std::string_view text);

}  // namespace anthropic
