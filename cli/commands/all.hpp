#pragma once

#include <vector>

#include "command.hpp"

namespace anthropic::cli {

/// Every command, in the order of the help.
std::vector<Command> all_commands();

}  // namespace anthropic::cli
