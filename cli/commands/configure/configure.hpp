#pragma once

#include <optional>
#include <string>

#include <anthropic/aws/session.hpp>

#include "connection/aws_session.hpp"

namespace anthropic::cli {

/// Asks for the keys of a profile, and writes what was answered. Of `aws` only the profile and `json` count.
struct ConfigureOptions {
  AwsOptions aws = {};
};

struct ConfigureSetOptions {
  AwsOptions aws = {};
  std::string key = {};
  std::optional<std::string> value = {};  ///< "-": standard input; nothing: typed, unseen.
};

struct ConfigureGetOptions {
  AwsOptions aws = {};
  std::string key = {};
};

int run_configure(const ConfigureOptions& options, Console& console);
int run_configure_set(const ConfigureSetOptions& options, Console& console);
/// The exit code is 1, and nothing is printed, if the key is not set.
int run_configure_get(const ConfigureGetOptions& options, Console& console);

}  // namespace anthropic::cli
