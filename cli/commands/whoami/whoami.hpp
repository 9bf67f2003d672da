#pragma once

#include <string>

#include <anthropic/aws/sts.hpp>

#include "arguments/command.hpp"
#include "base/public_names.hpp"
#include "connection/connection_options.hpp"

namespace anthropic::internal::cli {

struct WhoamiOptions {
  AwsOptions aws = {};
  bool json = false;
};

/// Says whose credentials are found, and where. Returns the exit code.
int run_whoami(const WhoamiOptions& options, Console& console);

/// What is known of the caller.
struct Identity {
  aws::GetCallerIdentityOutput caller = {};
  std::string credentials_source = {};
  std::string access_key_id = {};
  std::string region = {};
  std::string endpoint = {};  ///< of STS, which was asked
};

std::string identity_text(const Identity& identity);
/// On one line.
std::string identity_json(const Identity& identity);

Command whoami_command();

}  // namespace anthropic::internal::cli
