#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "commands/migrate/scan/finding.hpp"
#include "commands/migrate/scan/source_tree.hpp"
#include "terminal/terminal.hpp"

namespace anthropic::internal::cli {

/// A file with what was found in it.
struct ScannedFile {
  std::string path = {};
  std::string text = {};
  std::vector<Finding> findings = {};
  bool is_rewritten = false;
};

struct SkippedFile {
  std::string path = {};
  std::string reason = {};
};

/// All that a scan has to say.
struct MigrationReport {
  std::size_t files_scanned = 0;
  std::vector<ScannedFile> files = {};  ///< those with findings
  std::vector<SkippedFile> skipped = {};
  std::size_t other_files = 0;
  std::size_t links = 0;
  std::vector<std::string> folders = {};
  std::vector<Error> failures = {};  ///< files that could not be read or written
};

std::size_t count_findings(const MigrationReport& report);
std::size_t count_replacements(const MigrationReport& report);

/// "path:line:column: what → equivalent", one line each, with the colours of `out`.
StyledText findings_text(const MigrationReport& report, const Output& out);
/// How many of each kind, and what was passed over.
StyledText summary_text(const MigrationReport& report, const Output& out);
/// All of it on one line.
std::string report_json(const MigrationReport& report);

}  // namespace anthropic::internal::cli
