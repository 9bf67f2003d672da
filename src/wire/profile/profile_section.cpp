#include "wire/profile/profile_section.hpp"

#include <algorithm>

#include "base/text/shell_word.hpp"
#include "base/text/text.hpp"

namespace anthropic::internal::profile_file {
namespace {

constexpr std::string_view kQuoting = "\"'\\";
constexpr const char* kPlain = "a name is of letters, digits and _-/.%@:+ here; choose such a one";

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

bool is_blank_or_comment(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  return first == std::string_view::npos || text[first] == '#' || text[first] == ';';
}

/// The rest of "profile foo" after "profile" and white space; empty if the text does not begin so.
std::string_view after_word(std::string_view text, std::string_view word) {
  if (!text.starts_with(word)) return {};
  text.remove_prefix(word.size());
  if (text.empty() || !is_blank(text.front())) return {};
  return trim(text);
}

std::string unquoted(std::string_view text) {
  const bool is_quoted = text.find_first_of(kQuoting) != std::string_view::npos;
  return (is_quoted ? read_shell_word(text) : std::nullopt).value_or(std::string(text));
}

/// A name behind its prefix in the config file.
SectionName prefixed(SectionName::Kind kind, std::string_view prefix, std::string_view text) {
  SectionName section{.kind = kind, .name = unquoted(text), .has_prefix = true};
  const bool was_quoted = section.name != text;
  if (is_plain_name(section.name)) return section;
  if (was_quoted && !section.name.empty()) return section;
  section.why_ignored =
      text.find_first_of(" \t") == std::string_view::npos
          ? kPlain
          : "a name with blanks stands in quotes: [" + std::string(prefix) + " " + shell_quoted(text) + "]";
  return section;
}

SectionName in_config(std::string_view title) {
  if (title == "default") return {.name = "default"};
  if (const auto name = after_word(title, "profile"); !name.empty()) {
    return prefixed(SectionName::Kind::profile, "profile", name);
  }
  if (const auto name = after_word(title, "sso-session"); !name.empty()) {
    return prefixed(SectionName::Kind::sso_session, "sso-session", name);
  }
  if (const auto name = after_word(title, "services"); !name.empty()) {
    return prefixed(SectionName::Kind::services, "services", name);
  }
  SectionName section{.name = unquoted(title)};
  section.why_ignored =
      "in this file it is written [" + title_of_profile(FileKind::config, section.name) + "]";
  return section;
}

SectionName in_credentials(std::string_view title) {
  if (is_plain_name(title)) return {.name = std::string(title)};
  const auto behind_prefix = after_word(title, "profile");
  SectionName section{.name = unquoted(behind_prefix.empty() ? title : behind_prefix)};
  section.why_ignored =
      is_plain_name(section.name) ? "in this file it is written [" + section.name + "]" : kPlain;
  return section;
}

}  // namespace

bool is_plain_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return is_letter_or_digit(c) || std::string_view("_-/.%@:+").find(c) != std::string_view::npos;
  });
}

std::optional<std::string_view> title_in(std::string_view line) {
  if (!line.starts_with('[')) return std::nullopt;
  for (std::size_t end = line.find(']'); end != std::string_view::npos; end = line.find(']', end + 1)) {
    if (is_blank_or_comment(line.substr(end + 1))) return trim(line.substr(1, end - 1));
  }
  return std::nullopt;
}

SectionName read_title(FileKind kind, std::string_view title) {
  return kind == FileKind::config ? in_config(title) : in_credentials(title);
}

std::string title_of_profile(FileKind kind, std::string_view profile) {
  if (kind == FileKind::credentials || profile == "default") return std::string(profile);
  return "profile " + (is_plain_name(profile) ? std::string(profile) : shell_quoted(profile));
}

}  // namespace anthropic::internal::profile_file
