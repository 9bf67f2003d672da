#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "aws/credentials/calls/sts_calls.hpp"
#include "aws/credentials/sign_in/sso_config.hpp"
#include "base/public_names.hpp"

namespace anthropic::internal::aws {

/// Where the first credentials of a profile come from.
struct NamedSource {
  enum class Kind { environment, container, instance } kind;
};
struct LoginSessionName {
  std::string name;
};
struct ProcessCommand {
  std::string command;
  std::string account_id;   ///< the profile's, for when the program names none
  std::string cut_at = {};  ///< "FILE:LINE" where a comment was cut off behind the command; empty if none was
};
using BaseSource =
    std::variant<Credentials, NamedSource, WebIdentity, SsoConfig, LoginSessionName, ProcessCommand>;

/// A role that is assumed with what has been found before it.
struct RoleStep {
  std::string profile;
  std::string role_arn;
  std::string role_session_name = {};  ///< empty for one of our own
  std::string external_id = {};
  std::string mfa_serial = {};
  std::optional<int> duration_seconds = {};
};

/// How a profile comes by its credentials.
struct RoleChain {
  std::string base_profile;
  BaseSource base;
  std::vector<RoleStep> roles;  ///< in the order they are assumed
};

/// Follows `source_profile` from the profile `name`, which exists. Empty if it says nothing of credentials.
/// What is wrong with a profile, a loop too, is an error of kind `credentials` that names it.
Result<std::optional<RoleChain>> role_chain_of(const profile_file::ProfileSet& files,
                                               const std::string& name);

}  // namespace anthropic::internal::aws
