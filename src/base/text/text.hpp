#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <anthropic/headers.hpp>

namespace anthropic {

std::string_view trim(std::string_view text);
std::string ascii_lower(std::string_view text);
bool iequals(std::string_view a, std::string_view b);
/// Nothing is escaped. Not called quoted: std::quoted would be found, too.
std::string in_quotes(std::string_view text);
/// Whether `part` is in `text`, in upper or lower case.
bool icontains(std::string_view text, std::string_view part);
/// Whether there is a line break, a tab, a NUL or the like: what no header can hold.
bool holds_a_control_character(std::string_view text);

/// The first header field of that name; null if there is none.
const std::string* find_header(const Headers& headers, std::string_view name);
/// Replaces every field of that name with one; an empty value removes them.
void set_header(Headers& headers, std::string_view name, std::string value);

/// A whole number, nothing around it.
std::optional<long long> parse_integer(std::string_view text);

/// Where the path is in scheme://authority/path?query, split. The path keeps its percent-escapes.
struct Url {
  std::string scheme;        ///< lower case
  std::string authority;     ///< host, and :port where it is not the scheme's own
  std::string path;          ///< empty, or from its '/' on
  std::string query;         ///< without '?'
  std::string host() const;  ///< without the port; without the brackets of an IPv6 address
};
/// Empty if it is not an absolute http or https URL.
std::optional<Url> parse_url(std::string_view text);

}  // namespace anthropic
