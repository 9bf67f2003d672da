#pragma once

#include <string>

#include "arguments/command.hpp"
#include "commands/tutorial/tutorial_options.hpp"

namespace anthropic::internal::cli {

int run_tutorial(const TutorialOptions& options, Console& console);
Command tutorial_command();

}  // namespace anthropic::internal::cli
