#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace anthropic {

/// How many bytes the character at `at` has in UTF-8; 0 if there is none.
std::size_t utf8_sequence(std::string_view text, std::size_t at);

/// The text with each byte that belongs to no character replaced by U+FFFD.
std::string to_valid_utf8(std::string_view text);

}  // namespace anthropic
