#pragma once

#include <vector>

#include "arguments/command.hpp"

namespace anthropic::internal::cli {

struct CommandLine {
  Run run = {};       ///< What the line asks for; empty if that is done: help was printed, or what is wrong.
  int exit_code = 0;  ///< where there is nothing to run
};

/// Of the program with these commands, in the order of its help.
CommandLine parse_command_line(const std::vector<Command>& commands, int argc, const char* const* argv,
                               Console& console);

/// The options and arguments of a command, as its help has them.
std::vector<OptionDescription> options_of(const Command& command);

/// What the help has below the options: lines of the program itself.
const char* environment_help();

}  // namespace anthropic::internal::cli
