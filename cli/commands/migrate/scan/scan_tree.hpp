#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <anthropic/result.hpp>

#include "commands/migrate/scan/finding.hpp"

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

/// Scans the source files under the paths. What cannot be read is in the report, and the rest is scanned.
/// Fails with a usage error if a path is not there.
Result<MigrationReport> scan_tree(const std::vector<std::string>& paths, const std::string& region);

}  // namespace anthropic::internal::cli
