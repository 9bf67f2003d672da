#pragma once

#include <stop_token>
#include <string>

#include <anthropic/aws/sts.hpp>

#include "aws/session/session_setup.hpp"
#include "base/public_names.hpp"

namespace anthropic::internal::aws {

/// Credentials of a role, from STS of the session's region. Errors are of kind `credentials`, or user_abort.
Result<Credentials> assume_role(SessionSetup& setup, const AssumeRoleInput& role, const Credentials& with,
                                std::stop_token stop);

/// The same for the bearer of a token, which stands in `token_file` and is read anew each time.
struct WebIdentity {
  std::string role_arn;
  std::string role_session_name = {};  ///< empty for one of our own
  std::string token_file;
};
Result<Credentials> assume_role_with_web_identity(SessionSetup& setup, const WebIdentity& identity,
                                                  std::stop_token stop);

/// "anthropic-bedrock-cpp-1795348800"
std::string default_role_session_name(const World& world);

}  // namespace anthropic::internal::aws
