#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "arguments/command.hpp"
#include "connection/connection_options.hpp"

namespace anthropic::internal::cli {

struct TokenOptions {
  AwsOptions aws = {};
  bool json = false;
  std::string lifetime = "12h";
};

/// Prints a short-term API key for Bedrock. Returns the exit code.
int run_token(const TokenOptions& options, Console& console);

/// "90", "45m", "12h", "1h30m": seconds if there is no unit. Empty if it is none of these, or zero.
std::optional<std::chrono::seconds> parse_lifetime(std::string_view text);

Command token_command();

}  // namespace anthropic::internal::cli
