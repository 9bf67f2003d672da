#include "wire/profile/profile_value.hpp"

#include <cstddef>

namespace anthropic::internal::profile_file {
namespace {

bool is_quote(char c) {
  return c == '"' || c == '\'';
}

/// Where the quotes that are opened at `open` are closed; npos if they are not.
std::size_t closing(std::string_view line, std::size_t open) {
  for (std::size_t i = open + 1; i < line.size(); ++i) {
    if (line[i] == line[open]) return i;
    if (line[i] == '\\' && line[open] == '"') ++i;
  }
  return std::string_view::npos;
}

}  // namespace

std::string_view without_comment(std::string_view line) {
  bool has_unclosed = false;  // then every later quote is an ordinary character, too
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '\\' && i + 1 < line.size() && is_quote(line[i + 1])) {
      ++i;
    } else if (is_quote(c) && !has_unclosed) {
      const std::size_t end = closing(line, i);
      has_unclosed = end == std::string_view::npos;
      if (!has_unclosed) i = end;
    } else if ((c == '#' || c == ';') && (i == 0 || line[i - 1] == ' ' || line[i - 1] == '\t')) {
      return line.substr(0, i);
    }
  }
  return line;
}

}  // namespace anthropic::internal::profile_file
