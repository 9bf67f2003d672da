#pragma once

#include <string>

#include <anthropic/aws/sts.hpp>

#include "connection/aws_session.hpp"

namespace anthropic::cli {

struct WhoamiOptions {
  AwsOptions aws = {};
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

/// The last four characters behind sixteen stars, as AWS's own tools show what is set; stars alone for what
/// is too short to show any of it.
std::string masked(std::string_view value);

}  // namespace anthropic::cli
