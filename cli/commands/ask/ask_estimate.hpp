#pragma once

#include <anthropic/message_create_params.hpp>

#include "commands/ask/ask.hpp"
#include "io/signals.hpp"

namespace anthropic::internal::cli {

/// Says what the question will cost, and does not ask it. Returns the exit code.
int run_ask_estimate(const AskOptions& options, const MessageCreateParams& params, Console& console,
                     const Interrupts& interrupts);

}  // namespace anthropic::internal::cli
