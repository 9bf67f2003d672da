#pragma once

#include <string>
#include <vector>

#include "arguments/command.hpp"

namespace anthropic::internal::cli {

struct HelpOptions {
  AllCommands commands = nullptr;
  std::vector<std::string> words = {};  ///< A command's name; nothing: the program.
  std::string as = "text";              ///< "text", "man" or "markdown"
  bool list = false;                    ///< Only the commands' names.
};

/// Prints the help of a command. Returns the exit code.
int run_help(const HelpOptions& options, Console& console);

Command help_command(AllCommands commands);

}  // namespace anthropic::internal::cli
