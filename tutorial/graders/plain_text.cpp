#include "tutorial/graders/plain_text.hpp"

#include <algorithm>
#include <cstdint>

#include "base/text/text.hpp"
#include "base/text/utf8.hpp"

namespace anthropic::internal::tutorial {
namespace {

constexpr std::size_t kExcerptBytes = 80;

struct Character {
  char32_t code = 0;
  std::size_t length = 1;
};

/// The character at the front of a text that is not empty; a byte that is none counts as itself.
Character first_character(std::string_view text) {
  const std::size_t length = utf8_length(text);
  const auto byte = [&](std::size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(text[i])); };
  if (length <= 1) return {byte(0), 1};
  if (length == 2) return {((byte(0) & 0x1Fu) << 6) | (byte(1) & 0x3Fu), 2};
  if (length == 3) return {((byte(0) & 0x0Fu) << 12) | ((byte(1) & 0x3Fu) << 6) | (byte(2) & 0x3Fu), 3};
  return {
      ((byte(0) & 0x07u) << 18) | ((byte(1) & 0x3Fu) << 12) | ((byte(2) & 0x3Fu) << 6) | (byte(3) & 0x3Fu),
      4};
}

void append(char32_t code, std::string& out) {
  const auto byte = [&](char32_t value) { out += static_cast<char>(value); };
  if (code < 0x80) {
    byte(code);
  } else if (code < 0x800) {
    byte(0xC0u | (code >> 6));
    byte(0x80u | (code & 0x3Fu));
  } else if (code < 0x10000) {
    byte(0xE0u | (code >> 12));
    byte(0x80u | ((code >> 6) & 0x3Fu));
    byte(0x80u | (code & 0x3Fu));
  } else {
    byte(0xF0u | (code >> 18));
    byte(0x80u | ((code >> 12) & 0x3Fu));
    byte(0x80u | ((code >> 6) & 0x3Fu));
    byte(0x80u | (code & 0x3Fu));
  }
}

bool is_space(char32_t code) {
  return code == ' ' || (code >= '\t' && code <= '\r') || code == 0xA0 || code == 0x3000 ||
         (code >= 0x2000 && code <= 0x200B) || code == 0x202F || code == 0xFEFF;
}

/// Written without blanks between words.
bool is_ideograph(char32_t code) {
  return (code >= 0x3040 && code <= 0x30FF) || (code >= 0x3400 && code <= 0x4DBF) ||
         (code >= 0x4E00 && code <= 0x9FFF) || (code >= 0xF900 && code <= 0xFAFF) ||
         (code >= 0x20000 && code <= 0x3FFFF);
}

char32_t small_letter(char32_t code) {
  const bool is_latin1 = code >= 0xC0 && code <= 0xDE && code != 0xD7;
  const bool is_greek = code >= 0x391 && code <= 0x3A9;
  const bool is_cyrillic = code >= 0x410 && code <= 0x42F;
  if ((code >= 'A' && code <= 'Z') || is_latin1 || is_greek || is_cyrillic) return code + 32;
  if (code >= 0x400 && code <= 0x40F) return code + 80;
  const bool is_latin_extended = code >= 0x100 && code <= 0x137;
  return is_latin_extended && code % 2 == 0 ? code + 1 : code;
}

char32_t plain(char32_t code) {
  if (code >= 0xFF01 && code <= 0xFF5E) code -= 0xFEE0;  // full width
  switch (code) {
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x201B:
    case 0x2032:
    case 0xB4:
      return '\'';
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x201F:
    case 0x2033:
    case 0xAB:
    case 0xBB:
      return '"';
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:
      return '-';
    case 0x3002:
      return '.';
    case 0x3001:
      return ',';
    default:
      return small_letter(code);
  }
}

bool is_edge(char32_t code) {
  const bool is_ascii_punctuation =
      code < 0x80 && code > ' ' &&
      !((code >= '0' && code <= '9') || (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z'));
  const bool is_other_punctuation = (code >= 0x2010 && code <= 0x2027) || (code >= 0x3001 && code <= 0x3011);
  return is_space(code) || is_ascii_punctuation || is_other_punctuation;
}

}  // namespace

std::string plain_text(std::string_view text, Spaces spaces) {
  std::string out;
  out.reserve(text.size());
  bool owes_blank = false;
  while (!text.empty()) {
    const Character character = first_character(text);
    const std::string_view bytes = text.substr(0, character.length);
    text.remove_prefix(character.length);
    if (character.code == '*' || character.code == '`') continue;
    if (is_space(character.code)) {
      if (spaces == Spaces::stay) {
        out += character.code < 0x80 ? static_cast<char>(character.code) : ' ';
      } else {
        owes_blank = !out.empty();
      }
      continue;
    }
    if (owes_blank) out += ' ';
    owes_blank = false;
    if (character.code >= 0x80 && bytes.size() == 1) {
      out += bytes;  // a byte of no character
    } else {
      append(plain(character.code), out);
    }
  }
  return out;
}

std::string_view without_edges(std::string_view text) {
  while (!text.empty() && is_edge(first_character(text).code))
    text.remove_prefix(first_character(text).length);
  while (!text.empty()) {
    std::size_t last = text.size() - 1;
    while (last > 0 && continues_utf8(text[last])) --last;
    if (!is_edge(first_character(text.substr(last)).code)) break;
    text = text.substr(0, last);
  }
  return text;
}

std::size_t count_words(std::string_view text) {
  std::size_t count = 0;
  bool is_within_word = false;
  while (!text.empty()) {
    const Character character = first_character(text);
    text.remove_prefix(character.length);
    if (is_ideograph(character.code)) {
      ++count;
      is_within_word = false;
    } else if (is_space(character.code)) {
      is_within_word = false;
    } else if (!is_within_word && !is_edge(character.code)) {
      ++count;
      is_within_word = true;
    }
  }
  return count;
}

std::vector<std::string_view> split_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::string excerpt(std::string_view line) {
  return in_quotes(one_line(trim(line), kExcerptBytes));
}

}  // namespace anthropic::internal::tutorial
