#pragma once

#include <string>

#include "arguments/command.hpp"

namespace anthropic::internal::cli {

struct CompletionOptions {
  std::string shell = {};  ///< "bash", "zsh" or "fish"
};

/// Prints a script for the shell to read. Returns the exit code.
int run_completion(const CompletionOptions& options, Console& console);

Command completion_command();

}  // namespace anthropic::internal::cli
