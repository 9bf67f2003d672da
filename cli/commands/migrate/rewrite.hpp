#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <anthropic/result.hpp>

#include "commands/migrate/scan/finding.hpp"
#include "terminal/terminal.hpp"

namespace anthropic::internal::cli {

/// The text with every replacement made, and every other byte as it was.
std::string rewritten(std::string_view text, const std::vector<Finding>& findings);

/// A unified diff of that, without lines around the changes. Long lines are cut to what surrounds a change,
/// and keys are left out: it is for reading.
StyledText unified_diff(const std::string& path, std::string_view text, const std::vector<Finding>& findings,
                        const Output& out);

/// "note: a.py:3: Claude Haiku 5.5 does not take: temperature, prefill", one line for each place whose
/// replacement refuses what was taken before.
StyledText caveats_text(const std::string& path, const std::vector<Finding>& findings, const Output& out);

/// Puts `after` in the place of a file that still holds `before`, at once; its mode stays. Fails if it
/// changed meanwhile, or is read-only.
Result<void> replace_source(const std::string& path, std::string_view before, std::string_view after);

}  // namespace anthropic::internal::cli
