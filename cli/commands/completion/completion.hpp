#pragma once

#include <string>

#include "io/terminal.hpp"

namespace anthropic::cli {

struct CompletionOptions {
  std::string shell = {};  ///< "bash", "zsh" or "fish"
};

/// Prints a script for the shell to read. Returns the exit code.
int run_completion(const CompletionOptions& options, Console& console);

}  // namespace anthropic::cli
