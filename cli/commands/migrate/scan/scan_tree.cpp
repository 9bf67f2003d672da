#include "commands/migrate/scan/scan_tree.hpp"

#include <utility>

#include "commands/migrate/scan/scan.hpp"
#include "commands/migrate/scan/source_tree.hpp"

namespace anthropic::internal::cli {

std::size_t count_findings(const MigrationReport& report) {
  std::size_t count = 0;
  for (const ScannedFile& file : report.files) count += file.findings.size();
  return count;
}

Result<MigrationReport> scan_tree(const std::vector<std::string>& paths, const std::string& region) {
  Result<SourceTree> tree = list_sources(paths);
  if (!tree) return tree.error();
  MigrationReport report;
  report.other_files = tree->other_files;
  report.links = tree->links;
  report.folders = std::move(tree->folders);
  report.failures = std::move(tree->failures);
  for (const SourceFile& file : tree->files) {
    Result<SourceText> source = read_source(file.path);
    if (!source) {
      report.failures.push_back(source.error());
      continue;
    }
    if (!source->skipped_because.empty()) {
      report.skipped.push_back({file.path, source->skipped_because});
      continue;
    }
    ++report.files_scanned;
    std::vector<Finding> findings = scan_source(source->text, file.language, region);
    if (findings.empty()) continue;
    report.files.push_back({file.path, std::move(source->text), std::move(findings)});
  }
  return report;
}

}  // namespace anthropic::internal::cli
