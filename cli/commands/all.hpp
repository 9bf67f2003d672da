#pragma once

#include <vector>

#include "arguments/command.hpp"

namespace anthropic::internal::cli {

/// Every command, in the order of the help.
std::vector<Command> all_commands();

}  // namespace anthropic::internal::cli
