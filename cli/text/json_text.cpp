#include "text/json_text.hpp"

#include <algorithm>
#include <cstdio>

#include "base/text/utf8.hpp"
#include "text/characters.hpp"

namespace anthropic::internal::cli {
namespace {

void append_unit(std::string& out, unsigned unit) {
  char escape[8];
  std::snprintf(escape, sizeof escape, "\\u%04x", unit & 0xFFFFU);
  out += escape;
}

void append_escaped(std::string& out, char32_t character) {
  constexpr char32_t kFirstPair = 0x10000;
  if (character < kFirstPair) return append_unit(out, character);
  const char32_t rest = character - kFirstPair;
  append_unit(out, 0xD800U + (rest >> 10U));
  append_unit(out, 0xDC00U + (rest & 0x3FFU));
}

}  // namespace

std::string escaped_json(std::string_view json, UncommonSpaces spaces) {
  std::string out;
  out.reserve(json.size());
  while (!json.empty()) {
    // Outside of strings JSON has none of these, and within them controls below U+0020 are escaped already.
    const auto plain =
        std::find_if(json.begin(), json.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x7F; });
    out.append(json.begin(), plain);
    json.remove_prefix(static_cast<std::size_t>(plain - json.begin()));
    if (json.empty()) break;
    const std::size_t length = std::max<std::size_t>(utf8_length(json), 1);
    const char32_t character = first_character(json, length);
    const bool is_strange_space = spaces == UncommonSpaces::are_escaped && is_uncommon_space(character);
    if (is_control(character) || is_unseen(character) || is_strange_space)
      append_escaped(out, character);
    else
      out += json.substr(0, length);
    json.remove_prefix(length);
  }
  return out;
}

std::string json_text(const Json& json, UncommonSpaces spaces) {
  return escaped_json(json.dump(), spaces);
}

std::string json_line(const Json& json) {
  return json_text(json) + "\n";
}

}  // namespace anthropic::internal::cli
