#include "wire/profile/profile_file.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "base/text/text.hpp"
#include "wire/profile/profile_value.hpp"

namespace anthropic::internal::profile_file {
namespace {

constexpr std::string_view kBlank = " \t";

struct Section {
  Entries entries;
  bool prefixed = false;  ///< Opened as [profile default], which wins over [default].
  int line = 0;           ///< where it was opened first
};

using Sections = std::map<std::string, Section, std::less<>>;

struct File {
  Sections profiles;
  Sections sso_sessions;
  Sections services;
  std::vector<IgnoredSection> ignored;
};

bool starts_comment(char c) {
  return c == '#' || c == ';';
}

class Parser {
 public:
  Parser(std::string_view path, FileKind kind) : path_(path), kind_(kind) {}

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
    const auto title = title_in(line);
    if (!title) return fail("a section must end with ']'");
    seen_section_ = true;
    section_ = open_section(*title);
    property_ = Property::none;
    return {};
  }

  // Null for a section that is not ours: its contents are checked and dropped.
  Section* open_section(std::string_view title) {
    SectionName name = read_title(kind_, title);
    if (!name.why_ignored.empty()) return ignore(line_, title, std::move(name));
    if (name.kind == SectionName::Kind::sso_session) return &entry(file_.sso_sessions, name.name);
    if (name.kind == SectionName::Kind::services) return &entry(file_.services, name.name);
    if (kind_ == FileKind::config && name.name == "default") return open_default(title, std::move(name));
    return &entry(file_.profiles, name.name);
  }

  Section* open_default(std::string_view title, SectionName name) {
    const bool prefixed = name.has_prefix;
    Section& section = entry(file_.profiles, "default");
    name.why_ignored = "[profile default] of this file wins over it";
    if (section.prefixed && !prefixed) return ignore(line_, title, std::move(name));
    if (section.prefixed == prefixed) return &section;
    if (section.line != line_) ignore(section.line, "default", std::move(name));
    section = {.entries = {}, .prefixed = true, .line = line_};
    return &section;
  }

  Section* ignore(int line, std::string_view title, SectionName name) {
    file_.ignored.push_back(
        {.file = kind_, .line = line, .title = std::string(title), .name = std::move(name)});
    return nullptr;
  }

  Section& entry(Sections& sections, std::string_view name) const {
    Section& section = sections[std::string(name)];
    if (section.line == 0) section.line = line_;
    return section;
  }

  Result<void> read_property(std::string_view line) {
    if (!seen_section_) return fail("a section such as [default] must come before the first property");
    const std::string_view whole = line;
    line = without_comment(whole);
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos) {
      return fail(line.find(':') == std::string_view::npos
                      ? "a property needs a '=' between its name and its value"
                      : "a property needs a '=' between its name and its value, where this one has a ':'");
    }
    const std::string_view name = trim(line.substr(0, equals));
    if (name.empty()) return fail("a property needs a name before the '='");
    const std::string_view value = trim(line.substr(equals + 1));
    property_ = value.empty() ? Property::nested : Property::text;
    value_ = nullptr;
    if (!section_ || !is_plain_name(name)) return {};
    Entry& entry = section_->entries[ascii_lower(name)];
    entry = {.value = std::string(value), .line = line_, .has_comment = line.size() < whole.size()};
    value_ = &entry.value;
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
  FileKind kind_;
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

void add_to(std::map<std::string, Properties, std::less<>>& table, const Sections& sections) {
  for (const auto& [name, section] : sections) {
    Properties& properties = table[name];
    for (const auto& [key, entry] : section.entries) properties[key] = entry.value;
  }
}

void move_into(std::map<std::string, Entries, std::less<>>& table, Sections& sections) {
  for (auto& [name, section] : sections) table[name] = std::move(section.entries);
}

}  // namespace

Result<ProfileSet> parse(std::string_view config, std::string_view config_path, std::string_view credentials,
                         std::string_view credentials_path) {
  Result<File> config_file = Parser(config_path, FileKind::config).parse(config);
  if (!config_file) return std::move(config_file).error();
  Result<File> credentials_file = Parser(credentials_path, FileKind::credentials).parse(credentials);
  if (!credentials_file) return std::move(credentials_file).error();

  ProfileSet set;
  set.config_path = config_path;
  set.credentials_path = credentials_path;
  add_to(set.profiles, config_file->profiles);
  add_to(set.profiles, credentials_file->profiles);
  add_to(set.sso_sessions, config_file->sso_sessions);
  add_to(set.services, config_file->services);
  for (auto* sections : {&set.profiles, &set.sso_sessions, &set.services}) {
    for (auto& [name, properties] : *sections) add_nested(properties);
  }
  move_into(set.config_profiles, config_file->profiles);
  move_into(set.credentials_profiles, credentials_file->profiles);
  set.ignored = std::move(config_file->ignored);
  for (IgnoredSection& section : credentials_file->ignored) set.ignored.push_back(std::move(section));
  return set;
}

}  // namespace anthropic::internal::profile_file
