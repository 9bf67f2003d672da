#pragma once

#include <string>

#include "arguments/command.hpp"

namespace anthropic::internal::cli {

struct CompletionOptions {
  AllCommands commands = nullptr;
  std::string shell = {};  ///< "bash", "zsh" or "fish"
};

/// Prints a script for the shell to read. Returns the exit code.
int run_completion(const CompletionOptions& options, Console& console);

Command completion_command(AllCommands commands);

}  // namespace anthropic::internal::cli
