#pragma once

#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace anthropic::internal::cli {

/// Where the first byte is that makes this no UTF-8 (RFC 3629); empty if it is UTF-8.
std::optional<std::size_t> find_invalid_utf8(std::string_view text);

/// Of a text that ends anywhere in a stream, how many bytes there are up to the end of its last whole
/// character.
std::size_t whole_characters(std::string_view text);

/// What becomes of joins_characters().
enum class Joiners { are_replaced, stay };

/// The text with everything that could steer a terminal, or deceive who reads it there, replaced by U+FFFD:
/// control characters other than line feed and tab (is_control()), what is not seen (is_unseen()), and what
/// is no UTF-8. Carriage returns are left out.
std::string without_control_characters(std::string_view text, Joiners joiners = Joiners::are_replaced);

/// The same without line feeds and tabs too, which become spaces: a name, or a server's sentence, within a
/// line.
std::string on_one_line(std::string_view text);
/// A name in a list that has one a line: a line feed in it is replaced as well, in a pipe too.
std::string list_name(std::string_view name);

bool is_blank(std::string_view text);
/// Its lines, without their ends; views into the text.
std::vector<std::string_view> lines_of(std::string_view text);

/// A number of tokens or bytes for people: "1,000,000".
std::string with_thousands(long long number);
std::string with_thousands(std::unsigned_integral auto number) {
  return with_thousands(static_cast<long long>(number));
}

}  // namespace anthropic::internal::cli
