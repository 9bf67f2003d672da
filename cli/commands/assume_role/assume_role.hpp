#pragma once

#include <string>

#include <anthropic/aws/credentials.hpp>
#include <anthropic/aws/sts.hpp>

#include "arguments/command.hpp"
#include "base/public_names.hpp"
#include "connection/connection_options.hpp"

namespace anthropic::internal::cli {

struct AssumeRoleOptions {
  AwsOptions aws = {};
  bool json = false;
  aws::AssumeRoleInput role = {};  ///< A serial number without a code: the terminal is asked for one.
};

/// Prints credentials of a role, for a shell or as JSON. Returns the exit code.
int run_assume_role(const AssumeRoleOptions& options, Console& console);

/// `export AWS_…=…` lines for a shell. Secret.
std::string credentials_exports(const aws::Credentials& credentials);
/// What a `credential_process` prints, on one line. Secret.
std::string credentials_json(const aws::Credentials& credentials);

Command assume_role_command();

}  // namespace anthropic::internal::cli
