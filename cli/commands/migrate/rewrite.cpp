#include "commands/migrate/rewrite.hpp"

#include <sys/stat.h>

#include "base/file/replacement_file.hpp"
#include "commands/migrate/scan/scan.hpp"
#include "commands/migrate/scan/source_tree.hpp"
#include "text/text.hpp"

namespace anthropic::internal::cli {
namespace {

/// A line, or lines that follow each other, with replacements in it.
struct Hunk {
  std::size_t first_line = 0;
  std::size_t begin = 0;  ///< of the text's bytes
  std::size_t end = 0;
  std::vector<Finding> edits = {};
};

std::size_t line_end(std::string_view text, std::size_t at) {
  const std::size_t end = text.find('\n', at);
  return end == std::string_view::npos ? text.size() : end + 1;
}

std::vector<Hunk> hunks_of(std::string_view text, const std::vector<Finding>& findings) {
  std::vector<Hunk> hunks;
  for (const Finding& finding : findings) {
    if (finding.replacement.empty()) continue;
    const std::size_t before =
        finding.offset == 0 ? std::string_view::npos : text.rfind('\n', finding.offset - 1);
    const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
    if (hunks.empty() || hunks.back().end < begin)
      hunks.push_back({.first_line = finding.line, .begin = begin});
    hunks.back().end = line_end(text, finding.offset + finding.length);
    hunks.back().edits.push_back(finding);
    hunks.back().edits.back().offset -= hunks.back().begin;
  }
  return hunks;
}

/// What is shown of a line.
std::string shown(std::string_view line) {
  constexpr std::size_t kLongest = 400;
  std::string text = on_one_line(without_keys(line));
  if (text.size() <= kLongest) return text;
  return text.substr(0, kLongest) + "... (" + std::to_string(text.size() - kLongest) + " more bytes)";
}

/// A long line from a little before its first change.
std::string_view from_change(std::string_view line, std::size_t change) {
  constexpr std::size_t kLead = 60;
  constexpr std::size_t kLong = 400;
  if (line.size() <= kLong || change <= kLead) return line;
  return line.substr(change - kLead);
}

void add_lines(StyledText& out, std::string_view text, char sign, std::size_t change) {
  bool is_first = true;
  while (!text.empty()) {
    const std::size_t end = line_end(text, 0);
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end);
    while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
    const std::string changed = sign + shown(is_first ? from_change(line, change) : line);
    sign == '-' ? out.red(changed) : out.bold(changed);
    out.plain("\n");
    is_first = false;
  }
}

std::size_t count_lines(std::string_view text) {
  std::size_t count = 0;
  for (; !text.empty(); text.remove_prefix(line_end(text, 0))) ++count;
  return count;
}

}  // namespace

std::string rewritten(std::string_view text, const std::vector<Finding>& findings) {
  std::string out;
  std::size_t at = 0;
  for (const Finding& finding : findings) {
    if (finding.replacement.empty()) continue;
    out.append(text.substr(at, finding.offset - at));
    out += finding.replacement;
    at = finding.offset + finding.length;
  }
  return out.append(text.substr(at));
}

StyledText unified_diff(const std::string& path, std::string_view text, const std::vector<Finding>& findings,
                        const Output& console) {
  const std::string name = on_one_line(path);
  StyledText out = console.styled();
  out.plain("--- " + name + "\n+++ " + name + "\n");
  for (const Hunk& hunk : hunks_of(text, findings)) {
    const std::string_view before = text.substr(hunk.begin, hunk.end - hunk.begin);
    const std::string after = rewritten(before, hunk.edits);
    const std::string lines = std::to_string(count_lines(before));
    const std::string where = std::to_string(hunk.first_line) + "," + lines;
    const std::size_t change = hunk.edits.front().offset;
    out.faint("@@ -" + where + " +" + where + " @@").plain("\n");
    add_lines(out, before, '-', change);
    add_lines(out, after, '+', change);
  }
  return out;
}

StyledText caveats_text(const std::string& path, const std::vector<Finding>& findings, const Output& out) {
  StyledText text = out.styled();
  for (const Finding& finding : findings) {
    if (finding.replacement.empty() || finding.caveat.empty()) continue;
    text.bold("note:").plain(" " + on_one_line(path) + ":" + std::to_string(finding.line) + ": " +
                             finding.caveat + "\n");
  }
  return text;
}

Result<void> replace_source(const std::string& path, std::string_view before, std::string_view after) {
  struct stat status {};
  const bool is_read_only = ::stat(path.c_str(), &status) == 0 && (status.st_mode & 0222) == 0;
  if (is_read_only) {
    return Error{.kind = ErrorKind::configuration,
                 .message = "cannot write " + path + ": it is read-only",
                 .hint = "chmod u+w it first"};
  }
  const Result<SourceText> now = read_source(path);
  if (!now) return now.error();
  if (now->text != before) {
    return Error{.kind = ErrorKind::configuration,
                 .message = path + " changed since it was scanned; it is left as it is",
                 .hint = "run the command again"};
  }
  const auto file = ReplacementFile::begin(path);
  if (!file) return file.error();
  if (const Result<void> written = (*file)->write(after); !written) return written;
  return (*file)->commit();
}

}  // namespace anthropic::internal::cli
