#pragma once

#include <string>
#include <vector>

#include "arguments/command.hpp"

namespace anthropic::internal::cli {

/// The page claude-bedrock(1), in roff.
std::string man_page(const std::vector<Command>& commands);

/// The page of a command, such as claude-bedrock-ask(1), with its subcommands.
std::string man_page(const Command& command);

}  // namespace anthropic::internal::cli
