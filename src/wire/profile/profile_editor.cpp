#include "wire/profile/profile_editor.hpp"

#include <optional>
#include <vector>

#include "base/text/text.hpp"

namespace anthropic::internal::profile_file {
namespace {

bool is_indented(std::string_view line) {
  return line.starts_with(' ') || line.starts_with('\t');
}

bool is_comment_or_blank(std::string_view line) {
  const std::string_view text = trim(line);
  return text.empty() || text.starts_with('#') || text.starts_with(';');
}

std::vector<std::string> split_lines(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return lines;
}

/// The profile that a line begins a section of; empty, but there, for a section that no profile reads;
/// nothing if it begins none.
std::optional<std::string> profile_begun_by(std::string_view line, FileKind kind) {
  if (is_indented(line)) return std::nullopt;
  const auto title = title_in(trim(line));
  if (!title) return std::nullopt;
  const SectionName name = read_title(kind, *title);
  const bool is_read = name.why_ignored.empty() && name.kind == SectionName::Kind::profile;
  return is_read ? name.name : std::string();
}

bool sets_key(std::string_view line, std::string_view key) {
  if (is_indented(line) || is_comment_or_blank(line)) return false;
  const std::size_t equals = line.find('=');
  return equals != std::string_view::npos && iequals(trim(line.substr(0, equals)), key);
}

struct Place {
  std::optional<std::size_t> key_line;  // of the last line that sets the key in the profile
  std::optional<std::size_t>
      last_line;  // of the profile's last section, blank lines and comments at its end left out
};

Place find_place(const std::vector<std::string>& lines, FileKind kind, std::string_view profile,
                 std::string_view key) {
  Place place;
  bool inside = false;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (const auto begun = profile_begun_by(lines[i], kind)) {
      inside = *begun == profile;
      if (inside) place.last_line = i;
      continue;
    }
    if (!inside) continue;
    if (sets_key(lines[i], key)) place.key_line = i;
    if (!is_comment_or_blank(lines[i])) place.last_line = i;
  }
  return place;
}

}  // namespace

std::string set_value(std::string_view text, FileKind kind, std::string_view profile, std::string_view key,
                      std::string_view value) {
  const std::string_view line_end = text.find("\r\n") != std::string_view::npos ? "\r" : "";
  std::vector<std::string> lines = split_lines(text);
  const std::string line = std::string(key) + " = " + std::string(value) + std::string(line_end);
  const auto at = [&](std::size_t i) { return lines.begin() + static_cast<std::ptrdiff_t>(i); };
  const Place place = find_place(lines, kind, profile, key);
  if (place.key_line) {
    // Indented lines below a key go on with its value.
    std::size_t end = *place.key_line + 1;
    while (end < lines.size() && is_indented(lines[end]) && !trim(lines[end]).empty()) ++end;
    lines.erase(at(*place.key_line + 1), at(end));
    lines[*place.key_line] = line;
  } else if (place.last_line) {
    lines.insert(at(*place.last_line + 1), line);
  } else {
    if (!lines.empty() && !trim(lines.back()).empty()) lines.emplace_back(line_end);
    lines.push_back("[" + title_of_profile(kind, profile) + "]" + std::string(line_end));
    lines.push_back(line);
  }
  std::string out;
  for (const std::string& each : lines) out += each + "\n";
  return out;
}

}  // namespace anthropic::internal::profile_file
