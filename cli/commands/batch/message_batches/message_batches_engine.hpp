#pragma once

#include "commands/batch/run/batch_options.hpp"
#include "terminal/terminal.hpp"

namespace anthropic::internal::cli {

/// Lets Message Batches of Anthropic's API ask the lines: submits them, or takes up what is under way,
/// follows it and brings the results home. Returns the exit code.
int run_message_batches(const BatchOptions& options, Console& console);

}  // namespace anthropic::internal::cli
