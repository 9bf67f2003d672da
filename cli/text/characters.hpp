#pragma once

#include <cstddef>
#include <string_view>

namespace anthropic::internal::cli {

/// The first character of a text of which utf8_length() says that it has `length` bytes, at least one.
char32_t first_character(std::string_view text, std::size_t length);

/// Whether a terminal may obey it instead of showing it: U+0000 to U+001F, line feed and tab too, U+007F, and
/// the C1 controls U+0080 to U+009F.
bool is_control(char32_t character);

/// Whether it shows nothing, but changes what is seen of the text around it, or makes two texts that look the
/// same different: what turns the direction of writing, what has no width, line and paragraph separators,
/// tags.
bool is_unseen(char32_t character);

/// Whether it is one of those that words and emoji are written with: the two joiners, soft hyphens, and the
/// selectors of Mongolian and of ideographs.
bool joins_characters(char32_t character);

/// Whether it looks like a space, and is another one.
bool is_uncommon_space(char32_t character);

}  // namespace anthropic::internal::cli
