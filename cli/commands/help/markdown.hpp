#pragma once

#include <string>
#include <vector>

#include "arguments/command.hpp"

namespace anthropic::internal::cli {

/// How a command and its subcommands are called, with tables of their own options: a part of docs/cli.md.
std::string markdown(const Command& command, const std::vector<Command>& all);

/// Tables of the options that commands share.
std::string markdown(const std::vector<Command>& all);

}  // namespace anthropic::internal::cli
