#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace anthropic::cli {

/// Where the first byte is that makes this no UTF-8 (RFC 3629); empty if it is UTF-8.
std::optional<std::size_t> find_invalid_utf8(std::string_view text);

/// The text with everything that could steer a terminal replaced by U+FFFD: control characters other than
/// line feed and tab, escape sequences among them. Carriage returns are left out.
std::string without_control_characters(std::string_view text);

bool is_blank(std::string_view text);

/// A number of tokens or bytes for people: "1,000,000".
std::string with_thousands(long long number);

}  // namespace anthropic::cli
