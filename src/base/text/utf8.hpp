#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace anthropic::internal {

/// U+FFFD, which stands for what is no character.
inline constexpr std::string_view kReplacementCharacter = "\xEF\xBF\xBD";

/// How many bytes the character at the front of a text has, which is not empty; 0 if it is no UTF-8 (RFC
/// 3629).
std::size_t utf8_length(std::string_view text);

bool is_utf8(std::string_view text);

/// The text with each byte that belongs to no character replaced by U+FFFD.
std::string to_valid_utf8(std::string_view text);

/// Whether a byte can only be one behind the first of a character.
inline bool continues_utf8(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

std::size_t count_characters(std::string_view text);

/// The longest beginning of at most `bytes` bytes that cuts no character.
std::string_view utf8_prefix(std::string_view text, std::size_t bytes);

/// On one line: breaks and tabs become spaces. Behind `bytes` bytes, "…" stands for the rest.
std::string one_line(std::string_view text, std::size_t bytes);

}  // namespace anthropic::internal
