#pragma once

#include <string>
#include <vector>

#include "arguments/command.hpp"

namespace anthropic::internal::cli {

struct MigrateOptions {
  std::vector<std::string> paths = {};
  std::string region = {};  ///< Whose inference profiles are named; empty: the global ones.
  bool write = false;       ///< Rewrites model ids.
  bool yes = false;         ///< … without asking.
  bool json = false;
};

/// Says where sources use Anthropic's own API, and what Bedrock has instead. Returns the exit code.
int run_migrate(const MigrateOptions& options, Console& console);

Command migrate_command();

}  // namespace anthropic::internal::cli
