#pragma once

#include <string>
#include <vector>

#include "commands/migrate/report.hpp"

namespace anthropic::internal::cli {

/// Scans the source files under the paths. What cannot be read is in the report, and the rest is scanned.
/// Fails with a usage error if a path is not there.
Result<MigrationReport> scan_tree(const std::vector<std::string>& paths, const std::string& region);

}  // namespace anthropic::internal::cli
