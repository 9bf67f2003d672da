#include "text/characters.hpp"

#include <algorithm>
#include <iterator>

namespace anthropic::internal::cli {
namespace {

struct CharacterRange {
  char32_t first;
  char32_t last;
};

// Of Unicode's format characters (Cf) those that are not seen, with the two separators (Zl, Zp).
constexpr CharacterRange kUnseen[] = {
    {0x00AD, 0x00AD},    // soft hyphen
    {0x034F, 0x034F},    // combining grapheme joiner
    {0x061C, 0x061C},    // Arabic letter mark
    {0x115F, 0x1160},    // Hangul fillers
    {0x17B4, 0x17B5},    // Khmer inherent vowels
    {0x180B, 0x180F},    // Mongolian selectors and vowel separator
    {0x200B, 0x200F},    // of no width, and marks of direction
    {0x2028, 0x202E},    // separators, embeddings and overrides of direction
    {0x2060, 0x206F},    // word joiner, invisible operators, isolates
    {0x3164, 0x3164},    // Hangul filler
    {0xFEFF, 0xFEFF},    // byte order mark
    {0xFFA0, 0xFFA0},    // Hangul filler of half width
    {0xFFF0, 0xFFFB},    // interlinear annotations
    {0x1BCA0, 0x1BCA3},  // of shorthand
    {0x1D159, 0x1D159},  // a notehead that shows nothing
    {0x1D173, 0x1D17A},  // of musical notation
    {0xE0000, 0xE0FFF},  // tags, variation selectors
};

}  // namespace

char32_t first_character(std::string_view text, std::size_t length) {
  const auto lead = static_cast<unsigned char>(text[0]);
  if (length == 1) return lead;
  char32_t character = lead & (0x7FU >> length);
  for (const char byte : text.substr(1, length - 1))
    character = (character << 6U) | (static_cast<unsigned char>(byte) & 0x3FU);
  return character;
}

bool is_control(char32_t character) {
  return character < 0x20 || (character >= 0x7F && character <= 0x9F);
}

bool is_unseen(char32_t character) {
  return std::any_of(std::begin(kUnseen), std::end(kUnseen), [character](const CharacterRange& range) {
    return character >= range.first && character <= range.last;
  });
}

bool joins_characters(char32_t character) {
  return character == 0x200C || character == 0x200D || character == 0x00AD || character == 0x034F ||
         (character >= 0x180B && character <= 0x180F) || (character >= 0xE0100 && character <= 0xE01EF);
}

bool is_uncommon_space(char32_t character) {
  return character == 0x00A0 || character == 0x1680 || (character >= 0x2000 && character <= 0x200A) ||
         character == 0x202F || character == 0x205F || character == 0x3000 || character == 0x2800;
}

}  // namespace anthropic::internal::cli
