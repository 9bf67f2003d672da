#include "wire/profile_file.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "base/text.hpp"

namespace anthropic::profile_file {
namespace {

constexpr std::string_view kBlank = " \t";

struct Section {
  Properties properties;
  bool prefixed = false;  ///< Opened as [profile default], which wins over [default].
};

using Sections = std::map<std::string, Section, std::less<>>;

struct File {
  Sections profiles;
  Sections sso_sessions;
  Sections services;
};

bool is_identifier(std::string_view name) {
  if (name.empty()) return false;
  for (const char c : name) {
    const bool letter_or_digit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!letter_or_digit && std::string_view("_-/.%@:+").find(c) == std::string_view::npos) return false;
  }
  return true;
}

bool starts_comment(char c) {
  return c == '#' || c == ';';
}

// In a property a comment begins after white space only, so that "pass;word" is a value.
std::string_view without_comment(std::string_view line) {
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (!starts_comment(line[i])) continue;
    if (i == 0 || kBlank.find(line[i - 1]) != std::string_view::npos) return line.substr(0, i);
  }
  return line;
}

std::string_view without_quotes(std::string_view name) {
  if (name.size() < 2 || name.front() != name.back()) return name;
  if (name.front() != '"' && name.front() != '\'') return name;
  return name.substr(1, name.size() - 2);
}

// The rest of "profile foo" after "profile" and white space; empty if the text does not begin so.
std::string_view after_word(std::string_view text, std::string_view word) {
  if (text.substr(0, word.size()) != word) return {};
  text.remove_prefix(word.size());
  if (text.empty() || kBlank.find(text.front()) == std::string_view::npos) return {};
  return without_quotes(trim(text));
}

class Parser {
 public:
  Parser(std::string_view path, bool is_config) : path_(path), is_config_(is_config) {}

  Result<File> parse(std::string_view text) {
    if (text.find('\0') != std::string_view::npos) {
      return fail("the file holds NUL bytes; it must be plain text in UTF-8, not UTF-16");
    }
    if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
    while (!text.empty()) {
      const std::size_t end = text.find('\n');
      std::string_view line = text.substr(0, end);
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
      if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
      ++line_;
      if (auto read = read_line(line); !read) return std::move(read).error();
    }
    return std::move(file_);
  }

 private:
  Result<void> read_line(std::string_view line) {
    const std::string_view content = trim(line);
    if (content.empty() || starts_comment(content.front())) return {};
    if (kBlank.find(line.front()) != std::string_view::npos) return read_continuation(content);
    if (line.front() == '[') return read_section(content);
    return read_property(content);
  }

  Result<void> read_section(std::string_view line) {
    line = trim(line.substr(0, line.find_first_of("#;")));
    if (line.back() != ']') return fail("a section must end with ']'");
    seen_section_ = true;
    section_ = open_section(trim(line.substr(1, line.size() - 2)));
    property_ = Property::none;
    return {};
  }

  // Null for a section that is not ours: its contents are checked and dropped.
  Section* open_section(std::string_view title) {
    if (!is_config_) return is_identifier(title) ? &entry(file_.profiles, title) : nullptr;
    if (title == "default") return open_default(false);
    if (const auto name = after_word(title, "profile"); is_identifier(name)) {
      return name == "default" ? open_default(true) : &entry(file_.profiles, name);
    }
    if (const auto name = after_word(title, "sso-session"); is_identifier(name)) {
      return &entry(file_.sso_sessions, name);
    }
    if (const auto name = after_word(title, "services"); is_identifier(name)) {
      return &entry(file_.services, name);
    }
    return nullptr;
  }

  Section* open_default(bool prefixed) {
    Section& section = entry(file_.profiles, "default");
    if (section.prefixed && !prefixed) return nullptr;
    if (!section.prefixed && prefixed) section = {.properties = {}, .prefixed = true};
    return &section;
  }

  static Section& entry(Sections& sections, std::string_view name) { return sections[std::string(name)]; }

  Result<void> read_property(std::string_view line) {
    if (!seen_section_) return fail("a section such as [default] must come before the first property");
    line = without_comment(line);
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos)
      return fail("a property needs a '=' between its name and its value");
    const std::string_view name = trim(line.substr(0, equals));
    if (name.empty()) return fail("a property needs a name before the '='");
    const std::string_view value = trim(line.substr(equals + 1));
    property_ = value.empty() ? Property::nested : Property::text;
    value_ = nullptr;
    if (!section_ || !is_identifier(name)) return {};
    value_ = &section_->properties[ascii_lower(name)];
    *value_ = value;
    return {};
  }

  Result<void> read_continuation(std::string_view content) {
    if (!seen_section_) return fail("a section such as [default] must come before the first property");
    if (property_ == Property::none) {
      return fail("an indented line continues a property, but none stands before it; remove the indentation");
    }
    if (property_ == Property::nested) {
      const std::size_t equals = content.find('=');
      if (equals == std::string_view::npos) return fail("a nested property needs a '='");
      if (trim(content.substr(0, equals)).empty())
        return fail("a nested property needs a name before the '='");
    }
    if (value_) value_->append("\n").append(content);
    return {};
  }

  // Never quotes the line: it may hold a secret.
  Error fail(std::string_view what) const {
    Error error{.kind = ErrorKind::configuration};
    error.message = std::string(path_);
    if (line_ > 0) error.message += ":" + std::to_string(line_);
    error.message += ": " + std::string(what);
    return error;
  }

  enum class Property { none, text, nested };

  std::string_view path_;
  bool is_config_;
  File file_;
  int line_ = 0;
  bool seen_section_ = false;
  Section* section_ = nullptr;
  Property property_ = Property::none;
  std::string* value_ = nullptr;  ///< Null while what is read gets dropped.
};

// A property without a value of its own, only with indented lines, begins with a line break.
void add_nested(Properties& properties) {
  Properties nested;
  for (const auto& [name, value] : properties) {
    if (value.empty() || value.front() != '\n') continue;
    std::string_view rest = value;
    while (!rest.empty()) {
      rest.remove_prefix(1);
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      const std::string_view line = without_comment(rest.substr(0, end));
      rest.remove_prefix(end);
      const std::size_t equals = line.find('=');
      if (equals == std::string_view::npos) continue;
      nested[name + "." + ascii_lower(trim(line.substr(0, equals)))] = trim(line.substr(equals + 1));
    }
  }
  properties.merge(nested);
}

void move_into(Sections& from, std::map<std::string, Properties, std::less<>>& to) {
  for (auto& [name, section] : from) {
    Properties& properties = to[name];
    for (auto& [key, value] : section.properties) properties[key] = std::move(value);
  }
}

}  // namespace

Result<ProfileSet> parse(std::string_view config, std::string_view config_path, std::string_view credentials,
                         std::string_view credentials_path) {
  Result<File> config_file = Parser(config_path, true).parse(config);
  if (!config_file) return std::move(config_file).error();
  Result<File> credentials_file = Parser(credentials_path, false).parse(credentials);
  if (!credentials_file) return std::move(credentials_file).error();

  ProfileSet set;
  move_into(config_file->profiles, set.profiles);
  move_into(credentials_file->profiles, set.profiles);
  move_into(config_file->sso_sessions, set.sso_sessions);
  move_into(config_file->services, set.services);
  for (auto* sections : {&set.profiles, &set.sso_sessions, &set.services}) {
    for (auto& [name, properties] : *sections) add_nested(properties);
  }
  return set;
}

}  // namespace anthropic::profile_file
