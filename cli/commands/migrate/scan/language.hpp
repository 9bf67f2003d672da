#pragma once

#include <cctype>
#include <cstdint>
#include <optional>
#include <string_view>

namespace anthropic::internal::cli {

/// What a source file is written in, as a bit, so that a pattern can name several.
enum class Language : std::uint16_t {
  python = 1 << 0,
  typescript = 1 << 1,  ///< and JavaScript
  go = 1 << 2,
  java = 1 << 3,  ///< and Kotlin, Scala
  cpp = 1 << 4,
  yaml = 1 << 5,
  json = 1 << 6,
  env = 1 << 7,
  shell = 1 << 8,  ///< and Dockerfiles
  notebook = 1 << 9,
  manifest = 1 << 10,  ///< requirements.txt, pyproject.toml, go.mod, pom.xml, build.gradle
};

constexpr unsigned operator|(Language a, Language b) {
  return static_cast<unsigned>(a) | static_cast<unsigned>(b);
}
constexpr unsigned operator|(unsigned a, Language b) {
  return a | static_cast<unsigned>(b);
}
constexpr bool operator&(unsigned set, Language language) {
  return (set & static_cast<unsigned>(language)) != 0;
}

/// By the file's name alone; empty for names that say nothing.
std::optional<Language> language_of(std::string_view file_name);

/// Whether a line that begins so, blanks aside, is a comment.
bool begins_comment(std::string_view line, Language language);

/// Whether a character can be part of an identifier.
inline bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

}  // namespace anthropic::internal::cli
