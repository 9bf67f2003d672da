#pragma once

#include "arguments/command.hpp"
#include "commands/batch/run/batch_options.hpp"

namespace anthropic::internal::cli {

/// Asks every line of a file and keeps the answers. Returns the exit code.
int run_batch(const BatchOptions& options, Console& console);

Command batch_command();

}  // namespace anthropic::internal::cli
