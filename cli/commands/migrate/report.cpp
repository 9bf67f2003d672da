#include "commands/migrate/report.hpp"

#include <algorithm>
#include <array>

#include <anthropic/json.hpp>

#include "terminal/glyphs.hpp"
#include "text/json_text.hpp"
#include "text/text.hpp"

namespace anthropic::internal::cli {
namespace {

using Counts = std::array<std::size_t, kFindingKinds>;

Counts count_kinds(const MigrationReport& report) {
  Counts counts = {};
  for (const ScannedFile& file : report.files) {
    for (const Finding& finding : file.findings) ++counts[static_cast<std::size_t>(finding.kind)];
  }
  return counts;
}

std::string count_of(std::size_t count, const std::string& name) {
  return std::to_string(count) + " " + name + (count == 1 ? "" : "s");
}

/// A path as JSON can hold it: what is no UTF-8 becomes "?".
std::string utf8_path(std::string path) {
  while (const auto at = find_invalid_utf8(path)) path[*at] = '?';
  return path;
}

Json json_of(const std::string& path, const Finding& finding) {
  return Json::object(
      {{"path", utf8_path(path)},
       {"line", finding.line},
       {"column", finding.column},
       {"kind", to_string(finding.kind)},
       {"match", finding.match},
       {"what", finding.what},
       {"equivalent", finding.equivalent},
       {"replacement", finding.replacement.empty() ? Json(nullptr) : Json(finding.replacement)},
       {"in_comment", finding.in_comment}});
}

std::string advice(FindingKind kind, std::size_t replacements) {
  switch (kind) {
    case FindingKind::model:
      return replacements == 0 ? "" : "--write rewrites " + std::to_string(replacements);
    case FindingKind::key:
      return "revoke them: they stand in a source";
    case FindingKind::feature:
      return "each needs another way";
    case FindingKind::parameter:
      return "leave them out";
    default:
      return "";
  }
}

}  // namespace

std::size_t count_replacements(const MigrationReport& report) {
  std::size_t count = 0;
  for (const ScannedFile& file : report.files) {
    for (const Finding& finding : file.findings) count += finding.replacement.empty() ? 0 : 1;
  }
  return count;
}

StyledText findings_text(const MigrationReport& report, const Output& out) {
  const std::string_view arrow = glyphs_of_locale().arrow;
  StyledText text = out.styled();
  for (const ScannedFile& file : report.files) {
    const std::string path = on_one_line(file.path);
    for (const Finding& finding : file.findings) {
      const std::string where =
          path + ":" + std::to_string(finding.line) + ":" + std::to_string(finding.column) + ":";
      const std::string what = on_one_line(finding.what) + (finding.in_comment ? " (in a comment)" : "");
      text.bold(where).plain(" ");
      finding.kind == FindingKind::key ? text.red(what) : text.plain(what);
      text.plain(" ").faint(arrow).plain(" " + on_one_line(finding.equivalent) + "\n");
    }
  }
  return text;
}

StyledText summary_text(const MigrationReport& report, const Output& out) {
  const std::size_t findings = count_findings(report);
  StyledText styled = out.styled();
  styled.bold(findings == 0 ? "nothing found" : count_of(findings, "finding"));
  std::string text = " in " + count_of(report.files_scanned, "file") + "\n";
  const Counts counts = count_kinds(report);
  for (std::size_t kind = 0; kind < counts.size(); ++kind) {
    if (counts[kind] == 0) continue;
    std::string line = "  ";
    line += plural(static_cast<FindingKind>(kind));
    line += ": " + std::to_string(counts[kind]);
    const std::string hint = advice(static_cast<FindingKind>(kind), count_replacements(report));
    text += line + (hint.empty() ? "" : " (" + hint + ")") + "\n";
  }
  for (const SkippedFile& file : report.skipped)
    text += "not scanned: " + on_one_line(file.path) + ": " + on_one_line(file.reason) + "\n";
  for (const std::string& folder : report.folders) text += "not scanned: " + on_one_line(folder) + "\n";
  if (report.other_files > 0)
    text += "not scanned: " + count_of(report.other_files, "file") + " of other kinds\n";
  if (report.links > 0) text += "not followed: " + count_of(report.links, "symbolic link") + "\n";
  return styled.plain(text);
}

std::string report_json(const MigrationReport& report) {
  Json findings = Json::array();
  Json rewritten = Json::array();
  for (const ScannedFile& file : report.files) {
    for (const Finding& finding : file.findings) findings.push_back(json_of(file.path, finding));
    if (file.is_rewritten) rewritten.push_back(utf8_path(file.path));
  }
  Json kinds = Json::object();
  const Counts counts = count_kinds(report);
  for (std::size_t kind = 0; kind < counts.size(); ++kind)
    kinds.set(to_string(static_cast<FindingKind>(kind)), counts[kind]);
  Json skipped = Json::array();
  for (const SkippedFile& file : report.skipped)
    skipped.push_back(Json::object({{"path", utf8_path(file.path)}, {"reason", file.reason}}));
  for (const std::string& folder : report.folders)
    skipped.push_back(
        Json::object({{"path", utf8_path(folder)}, {"reason", "folders of this name are left out"}}));
  Json failures = Json::array();
  for (const Error& error : report.failures) failures.push_back(utf8_path(error.message));
  return json_line(Json::object({{"findings", std::move(findings)},
                                 {"kinds", std::move(kinds)},
                                 {"files_scanned", report.files_scanned},
                                 {"files_of_other_kinds", report.other_files},
                                 {"links_not_followed", report.links},
                                 {"skipped", std::move(skipped)},
                                 {"rewritten", std::move(rewritten)},
                                 {"failures", std::move(failures)}}));
}

}  // namespace anthropic::internal::cli
