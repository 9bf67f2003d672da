#include "text.hpp"

#include "base/utf8.hpp"

namespace anthropic::cli {
namespace {

bool steers_terminal(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  if (lead == '\n' || lead == '\t') return false;
  if (lead < 0x20 || lead == 0x7F) return true;
  // U+0080 to U+009F, the C1 controls.
  return lead == 0xC2 && at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) < 0xA0;
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

std::string without_control_characters(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  std::size_t at = 0;
  while (at < text.size()) {
    if (text[at] == '\r') {
      ++at;
      continue;
    }
    std::size_t length = utf8_length(text.substr(at));
    if (length == 0 || steers_terminal(text, at)) {
      out += "\xEF\xBF\xBD";
      length = length == 0 ? 1 : length;
    } else {
      out += text.substr(at, length);
    }
    at += length;
  }
  return out;
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n\v\f") == std::string_view::npos;
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

}  // namespace anthropic::cli
