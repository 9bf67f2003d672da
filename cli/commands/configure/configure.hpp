#pragma once

#include <optional>
#include <string>

#include <anthropic/aws/session.hpp>

#include "arguments/command.hpp"
#include "connection/connection_options.hpp"

namespace anthropic::internal::cli {

struct ConfigureOptions {
  AwsOptions aws = {};  ///< Only the profile counts.
  bool json = false;
  std::string key = {};                   ///< of `set` and `get`
  std::optional<std::string> value = {};  ///< of `set`. "-": standard input; nothing: typed, unseen.
};

/// Asks for the keys of a profile, and writes what was answered.
int run_configure(const ConfigureOptions& options, Console& console);
int run_configure_set(const ConfigureOptions& options, Console& console);
/// The exit code is 1, and nothing is printed, if the key is not set.
int run_configure_get(const ConfigureOptions& options, Console& console);

Command configure_command();

}  // namespace anthropic::internal::cli
