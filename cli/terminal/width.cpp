#include "terminal/width.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/text/utf8.hpp"
#include "text/characters.hpp"

namespace anthropic::internal::cli {
namespace {

using Range = std::pair<char32_t, char32_t>;

// What Unicode calls wide (East Asian Width W and F), and emoji.
constexpr Range kWide[] = {{0x1100, 0x115F},   {0x231A, 0x231B},   {0x2329, 0x232A},   {0x23E9, 0x23EC},
                           {0x25FD, 0x25FE},   {0x2614, 0x2615},   {0x2648, 0x2653},   {0x26A1, 0x26A1},
                           {0x26BD, 0x26BE},   {0x26D4, 0x26D4},   {0x2705, 0x2705},   {0x2728, 0x2728},
                           {0x274C, 0x274C},   {0x2753, 0x2757},   {0x2795, 0x2797},   {0x2B1B, 0x2B1C},
                           {0x2B50, 0x2B50},   {0x2E80, 0x303E},   {0x3041, 0x33FF},   {0x3400, 0x4DBF},
                           {0x4E00, 0x9FFF},   {0xA000, 0xA4CF},   {0xA960, 0xA97F},   {0xAC00, 0xD7A3},
                           {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},
                           {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};

constexpr Range kOverAnother[] = {{0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x0610, 0x061A},
                                  {0x064B, 0x065F}, {0x0E31, 0x0E31}, {0x0E34, 0x0E3A}, {0x0E47, 0x0E4E},
                                  {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F},
                                  {0xFE20, 0xFE2F}};

template <std::size_t Size>
bool is_in(const Range (&ranges)[Size], char32_t character) {
  return std::any_of(std::begin(ranges), std::end(ranges), [&](const Range& range) {
    return character >= range.first && character <= range.second;
  });
}

std::size_t width_of(char32_t character) {
  if (is_in(kOverAnother, character) || joins_characters(character)) return 0;
  return is_in(kWide, character) ? 2 : 1;
}

/// The longest beginning that is no wider, in bytes.
std::size_t bytes_within(std::string_view text, std::size_t width) {
  std::size_t taken = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = std::max<std::size_t>(utf8_length(text.substr(at)), 1);
    taken += width_of(first_character(text.substr(at), length));
    if (taken > width) return at;
    at += length;
  }
  return text.size();
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const std::size_t length = std::max<std::size_t>(utf8_length(text), 1);
    width += width_of(first_character(text, length));
    text.remove_prefix(length);
  }
  return width;
}

std::string fit_to_width(std::string_view text, std::size_t width, std::string_view mark) {
  if (display_width(text) <= width) return std::string(text);
  const std::size_t mark_width = display_width(mark);
  if (mark_width > width) return std::string(text.substr(0, bytes_within(text, width)));
  return std::string(text.substr(0, bytes_within(text, width - mark_width))).append(mark);
}

std::string pad_right(std::string text, std::size_t width) {
  const std::size_t taken = display_width(text);
  if (taken < width) text.append(width - taken, ' ');
  return text;
}

std::string pad_left(std::string text, std::size_t width) {
  const std::size_t taken = display_width(text);
  if (taken < width) text.insert(0, width - taken, ' ');
  return text;
}

}  // namespace anthropic::internal::cli
