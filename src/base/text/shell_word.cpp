#include "base/text/shell_word.hpp"

#include <algorithm>

#include "base/text/text.hpp"

namespace anthropic::internal {
namespace {

bool is_plain(char c) {
  return is_letter_or_digit(c) || std::string_view("@%+=:,./_-").find(c) != std::string_view::npos;
}

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

}  // namespace

std::string shell_quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') {
      out += "'\"'\"'";
    } else {
      out += c;
    }
  }
  return out + "'";
}

std::string shell_word(std::string_view text) {
  if (!text.empty() && std::all_of(text.begin(), text.end(), is_plain)) return std::string(text);
  return shell_quoted(text);
}

std::optional<std::string> read_shell_word(std::string_view text) {
  std::string word;
  char quote = '\0';
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool is_escape = c == '\\' && (quote == '\0' || (quote == '"' && i + 1 < text.size() &&
                                                           (text[i + 1] == '"' || text[i + 1] == '\\')));
    if (is_escape) {
      if (++i == text.size()) return std::nullopt;
      word += text[i];
    } else if (quote != '\0') {
      if (c == quote) {
        quote = '\0';
      } else {
        word += c;
      }
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (is_blank(c)) {
      return std::nullopt;
    } else {
      word += c;
    }
  }
  if (quote != '\0' || text.empty()) return std::nullopt;
  return word;
}

}  // namespace anthropic::internal
