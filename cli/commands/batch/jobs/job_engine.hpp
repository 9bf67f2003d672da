#pragma once

#include "commands/batch/run/batch_options.hpp"
#include "terminal/terminal.hpp"

namespace anthropic::internal::cli {

/// Lets a batch inference job of Bedrock ask the lines: submits it, or takes up the one that is under way,
/// follows it and brings its results home. Returns the exit code.
int run_job(const BatchOptions& options, Console& console);

}  // namespace anthropic::internal::cli
