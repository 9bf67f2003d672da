#pragma once

#include <cstddef>
#include <string>

#include "commands/migrate/scan/scan_tree.hpp"
#include "terminal/terminal.hpp"

namespace anthropic::internal::cli {

std::size_t count_replacements(const MigrationReport& report);

/// "path:line:column: what → equivalent", one line each, with the colours of `out`.
StyledText findings_text(const MigrationReport& report, const Output& out);
/// How many of each kind, and what was passed over.
StyledText summary_text(const MigrationReport& report, const Output& out);
/// All of it on one line.
std::string report_json(const MigrationReport& report);

}  // namespace anthropic::internal::cli
