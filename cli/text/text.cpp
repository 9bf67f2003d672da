#include "text/text.hpp"

#include <algorithm>

#include "base/text/utf8.hpp"
#include "text/characters.hpp"

namespace anthropic::internal::cli {
namespace {

bool is_replaced(char32_t character, Joiners joiners) {
  if (character == '\n' || character == '\t') return false;
  if (joiners == Joiners::stay && joins_characters(character)) return false;
  return is_control(character) || is_unseen(character);
}

}  // namespace

std::optional<std::size_t> find_invalid_utf8(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t length = utf8_length(text.substr(at));
    if (length == 0) return at;
    at += length;
  }
  return std::nullopt;
}

std::size_t whole_characters(std::string_view text) {
  constexpr std::size_t kLongestBegin = 3;
  for (std::size_t back = 1; back <= std::min(kLongestBegin, text.size()); ++back) {
    const std::size_t at = text.size() - back;
    if (continues_utf8(text[at])) continue;
    const auto lead = static_cast<unsigned char>(text[at]);
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    return length > back ? at : text.size();
  }
  return text.size();
}

std::string without_control_characters(std::string_view text, Joiners joiners) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    if (text[0] == '\r') {
      text.remove_prefix(1);
      continue;
    }
    if (length == 0 || is_replaced(first_character(text, length), joiners))
      out += kReplacementCharacter;
    else
      out += text.substr(0, length);
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return out;
}

std::string on_one_line(std::string_view text) {
  std::string line = without_control_characters(text);
  for (char& c : line) {
    if (c == '\n' || c == '\t') c = ' ';
  }
  return line;
}

std::string list_name(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c == '\n' || c == '\r')
      out += kReplacementCharacter;
    else
      out += c;
  }
  return out;
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n\v\f") == std::string_view::npos;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::string with_thousands(long long number) {
  std::string digits = std::to_string(number);
  const std::size_t first = number < 0 ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3;) {
    at -= 3;
    digits.insert(at, 1, ',');
  }
  return digits;
}

}  // namespace anthropic::internal::cli
