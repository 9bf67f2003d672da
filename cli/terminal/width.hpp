#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace anthropic::internal::cli {

/// How many columns of a terminal the text takes, which is on one line and passed on_one_line(): characters of
/// East Asia and emoji take two, accents that stand over another character none.
std::size_t display_width(std::string_view text);

/// The text, or of one that is wider as much of its beginning as fits with `mark` behind it.
std::string fit_to_width(std::string_view text, std::size_t width, std::string_view mark);

/// Filled up with blanks.
std::string pad_right(std::string text, std::size_t width);
std::string pad_left(std::string text, std::size_t width);

}  // namespace anthropic::internal::cli
