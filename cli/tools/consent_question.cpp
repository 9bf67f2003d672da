#include "tools/consent_question.hpp"

#include <algorithm>
#include <cstdio>

#include "base/text/utf8.hpp"
#include "text/characters.hpp"
#include "text/json_text.hpp"

namespace anthropic::internal::cli {
namespace {

bool needs_escape(char32_t character) {
  if (character == '\n' || character == '\t') return false;
  return is_control(character) || is_unseen(character) || is_uncommon_space(character);
}

std::string escaped(char32_t character) {
  constexpr char32_t kLastByte = 0x7F;
  constexpr char32_t kLastOfFour = 0xFFFF;
  if (character == '\r') return "\\r";
  const char* format = character <= kLastByte ? "\\x%02x" : character <= kLastOfFour ? "\\u%04x" : "\\U%08x";
  char text[16];
  std::snprintf(text, sizeof text, format, static_cast<unsigned>(character));
  return text;
}

/// The text with escapes, and whether there had to be any: without one a backslash stands for itself.
struct Escaped {
  std::string text = {};
  bool has_escapes = false;
};

Escaped with_escapes(std::string_view text) {
  Escaped out;
  std::string doubled;
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t length = utf8_length(rest);
    const auto byte = static_cast<unsigned char>(rest[0]);
    const char32_t character = length == 0 ? byte : first_character(rest, length);
    if (length == 0 || needs_escape(character)) {
      char invalid[8];
      std::snprintf(invalid, sizeof invalid, "\\x%02x", byte);
      doubled += length == 0 ? std::string(invalid) : escaped(character);
      out.has_escapes = true;
    } else {
      doubled += character == '\\' ? std::string_view("\\\\") : rest.substr(0, length);
    }
    rest.remove_prefix(std::max<std::size_t>(length, 1));
  }
  out.text = out.has_escapes ? doubled : std::string(text);
  return out;
}

}  // namespace

std::string consent_question(const CommandTool& tool, const Json& input) {
  const Escaped name = with_escapes(tool.tool.name);
  const Escaped command = with_escapes(tool.command);
  std::string text =
      name.text + (command.has_escapes ? " would run, shown with escapes\n  " : " would run\n  ");
  for (const char c : command.text) {
    text += c;
    if (c == '\n') text += "  ";
  }
  return text + "\nwith the input " + command_input(input);
}

std::string command_input(const Json& input) {
  return json_text(input, UncommonSpaces::are_escaped);
}

}  // namespace anthropic::internal::cli
