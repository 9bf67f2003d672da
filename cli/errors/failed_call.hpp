#pragma once

#include <anthropic/error.hpp>

#include "io/signals.hpp"
#include "terminal/terminal.hpp"

namespace anthropic::internal::cli {

/// Prints a failed call and returns its exit code; after Ctrl-C, which is silent, that of the signal.
int report_failed_call(Console& console, const Error& error, const Interrupts& interrupts);
/// The same where what was typed goes into the request: what the library refuses before it is sent is a mistake of
/// usage.
int report_refused_input(Console& console, const Error& error, const Interrupts& interrupts);

}  // namespace anthropic::internal::cli
