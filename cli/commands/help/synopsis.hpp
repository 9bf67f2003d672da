#pragma once

#include <string>

#include "arguments/command.hpp"
#include "arguments/declaration.hpp"

namespace anthropic::internal::cli {

/// How an argument is written: "URI", "[METHOD] URL".
std::string argument_name(const OptionDescription& argument);

/// "claude-bedrock s3 get [OPTIONS] URI [FILE]", after the command's name.
std::string synopsis(const std::string& name, const Command& command);

}  // namespace anthropic::internal::cli
