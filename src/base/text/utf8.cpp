#include "base/text/utf8.hpp"

#include <algorithm>
#include <functional>

#define SIMDJSON_EXCEPTIONS 0
#include <simdjson.h>

#include "base/process/libraries.hpp"

namespace anthropic::internal {

std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t offset) -> unsigned {
    return offset < text.size() ? static_cast<unsigned char>(text[offset]) : 0;
  };
  const auto continues = [&](std::size_t offset) { return (byte(offset) & 0xC0) == 0x80; };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return continues(1) ? 2 : 0;
  if ((lead & 0xF0) == 0xE0) {
    if (!continues(1) || !continues(2)) return 0;
    const bool overlong = lead == 0xE0 && byte(1) < 0xA0;
    const bool surrogate = lead == 0xED && byte(1) >= 0xA0;
    return overlong || surrogate ? 0 : 3;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    if (!continues(1) || !continues(2) || !continues(3)) return 0;
    const bool overlong = lead == 0xF0 && byte(1) < 0x90;
    const bool too_high = lead == 0xF4 && byte(1) >= 0x90;
    return overlong || too_high ? 0 : 4;
  }
  return 0;
}

std::string to_valid_utf8(std::string_view text) {
  if (is_utf8(text)) return std::string(text);
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    if (length == 0) {
      out += kReplacementCharacter;
    } else {
      out += text.substr(0, length);
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return out;
}

std::size_t count_characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), std::not_fn(continues_utf8)));
}

std::string_view utf8_prefix(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && continues_utf8(text[bytes])) --bytes;
  return text.substr(0, bytes);
}

std::string one_line(std::string_view text, std::size_t bytes) {
  std::string line(utf8_prefix(text, bytes));
  std::replace_if(
      line.begin(), line.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  return line.size() < text.size() ? line + "…" : line;
}

bool is_utf8(std::string_view text) {
  keep_libraries_until_the_end();
  return simdjson::validate_utf8(text);
}

}  // namespace anthropic::internal
