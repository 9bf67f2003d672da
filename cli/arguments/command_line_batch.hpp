#pragma once

#include "commands/batch/batch.hpp"

namespace CLI {
class App;
}

namespace anthropic::cli {

/// What `batch` has of its own, on a command line that is being described.
void add_batch_options(::CLI::App& app, BatchOptions& options);

}  // namespace anthropic::cli
