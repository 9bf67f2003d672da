#pragma once

#include <optional>
#include <string>
#include <vector>

#include "io/terminal.hpp"

namespace anthropic::cli {

struct MigrateCheckOptions {
  std::vector<std::string> paths = {};  ///< Sources that must be migrated.
  std::string model = {};               ///< Empty: CLAUDE_BEDROCK_MODEL, else "haiku".
  std::string region = {};
  std::string profile = {};
  std::string endpoint_url = {};  ///< of Bedrock, its runtime and its control plane
  bool local = false;             ///< Asks an endpoint in this process, and nobody else.
  std::optional<double> timeout_seconds = {};
  bool json = false;
  bool debug = false;
};

/// Goes through all that calling Claude on Bedrock needs, and says of each thing whether it is there. Returns
/// the exit code.
int run_migrate_check(const MigrateCheckOptions& options, Console& console);

}  // namespace anthropic::cli
