#pragma once

#include <string>
#include <vector>

#include "arguments/command.hpp"
#include "connection/connection_options.hpp"

namespace anthropic::internal::cli {

struct MigrateCheckOptions {
  std::vector<std::string> paths = {};  ///< Sources that must be migrated.
  std::string model = {};               ///< Empty: CLAUDE_BEDROCK_MODEL, else "haiku".
  ConnectionOptions connection = {};    ///< Of Bedrock: its runtime and its control plane.
  bool json = false;
};

/// Goes through all that calling Claude on Bedrock needs, and says of each thing whether it is there. Returns
/// the exit code.
int run_migrate_check(const MigrateCheckOptions& options, Console& console);

/// `migrate check`
Command migrate_check_command();

}  // namespace anthropic::internal::cli
