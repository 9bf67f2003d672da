#pragma once

#include "commands/batch/run/batch_options.hpp"
#include "terminal/terminal.hpp"

namespace anthropic::internal::cli {

/// Says what all lines of the file will cost, and asks none. Returns the exit code.
int run_batch_estimate(const BatchOptions& options, Console& console);

}  // namespace anthropic::internal::cli
