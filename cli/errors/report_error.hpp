#pragma once

#include <string>

#include <anthropic/error.hpp>

#include "terminal/terminal.hpp"

namespace anthropic::internal::cli {

/// Prints a failed call, on one line with the hint below, and returns the exit code of its kind.
int report_error(Output& err, const Error& error);

/// A mistake on the command line or in what it names: an Error that report_usage() prints.
Error usage_error(std::string message, std::string hint = {});

/// Prints a mistake of usage and returns kExitUsage.
int report_usage(Output& err, const Error& error);

}  // namespace anthropic::internal::cli
