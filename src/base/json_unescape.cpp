#include "base/json_unescape.hpp"

#include <charconv>
#include <cstdint>

#include "base/json_text.hpp"

namespace anthropic {
namespace {

/// What the letter behind a backslash stands for; 0 if it stands for nothing.
char meaning_of(char letter) {
  switch (letter) {
    case '"':
    case '\\':
    case '/':
      return letter;
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return 0;
  }
}

/// \uXXXX
bool read_code_unit(const char*& at, const char* end, std::uint32_t& unit) {
  constexpr std::ptrdiff_t kSize = 6;
  if (end - at < kSize || at[0] != '\\' || at[1] != 'u') return false;
  const auto parsed = std::from_chars(at + 2, at + kSize, unit, 16);
  if (parsed.ptr != at + kSize) return false;
  at += kSize;
  return true;
}

char* write_utf8(std::uint32_t point, char* to) {
  const auto put = [&](std::uint32_t byte) { *to++ = static_cast<char>(byte); };
  const auto put_rest = [&](unsigned shift) { put(0x80U | ((point >> shift) & 0x3FU)); };
  if (point < 0x80) {
    put(point);
    return to;
  }
  if (point < 0x800) {
    put(0xC0U | (point >> 6U));
  } else {
    if (point < 0x10000) {
      put(0xE0U | (point >> 12U));
    } else {
      put(0xF0U | (point >> 18U));
      put_rest(12);
    }
    put_rest(6);
  }
  put_rest(0);
  return to;
}

/// Moves `at` behind what is plain, and returns the end of what was written.
char* copy_plain(const char*& from, const char* end, char* to) {
  const char* at = from;
  for (std::ptrdiff_t plain = TextBlock::size; plain == TextBlock::size && end - at >= TextBlock::size;) {
    const TextBlock block(at);
    block.copy_to(to);
    plain = block.plain();
    at += plain;
    to += plain;
  }
  while (at != end && is_plain(*at)) *to++ = *at++;
  from = at;
  return to;
}

}  // namespace

bool JsonUnescaper::fail(const char* problem) {
  problem_ = problem;
  return false;
}

bool JsonUnescaper::read(const char* begin, const char*& at, const char* end, std::string_view& text) {
  if (!unescaped_)
    unescaped_ = std::make_unique_for_overwrite<char[]>(longest_ + static_cast<std::size_t>(TextBlock::size));
  std::memcpy(unescaped_.get(), begin, static_cast<std::size_t>(at - begin));
  to_ = unescaped_.get() + (at - begin);
  while (at != end && *at == '\\') {
    if (!read_escape(at, end)) return false;
    const char* plain = at;
    to_ = copy_plain(plain, end, to_);
    at = plain;
  }
  if (at == end) return fail("a text does not end");
  if (*at != '"') return fail("a text has a control character that is not escaped");
  ++at;
  text = {unescaped_.get(), static_cast<std::size_t>(to_ - unescaped_.get())};
  return true;
}

bool JsonUnescaper::read_escape(const char*& at, const char* end) {
  if (end - at < 2) return fail("a text does not end");
  if (at[1] == 'u') return read_unicode(at, end);
  const char meaning = meaning_of(at[1]);
  if (meaning == 0) return fail("a text has an escape that does not exist");
  *to_++ = meaning;
  at += 2;
  return true;
}

bool JsonUnescaper::read_unicode(const char*& at, const char* end) {
  std::uint32_t point = 0;
  if (!read_code_unit(at, end, point)) return fail("\\u needs four hexadecimal digits");
  if (point >= 0xD800 && point <= 0xDFFF) {
    std::uint32_t low = 0;
    if (point >= 0xDC00 || !read_code_unit(at, end, low) || low < 0xDC00 || low > 0xDFFF)
      return fail("a text has half of a surrogate pair");
    point = 0x10000 + ((point - 0xD800) << 10U) + (low - 0xDC00);
  }
  to_ = write_utf8(point, to_);
  return true;
}

}  // namespace anthropic
