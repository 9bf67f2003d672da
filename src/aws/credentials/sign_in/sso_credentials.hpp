#pragma once

#include <stop_token>
#include <string>

#include "aws/credentials/sign_in/sso_tokens.hpp"
#include "base/public_names.hpp"

namespace anthropic::internal::aws {

/// The keys of a role that IAM Identity Center gives to whoever has signed in. Errors are of kind
/// `credentials`, or user_abort.
Result<Credentials> sso_credentials(SessionSetup& setup, SsoTokens& tokens, const SsoConfig& config,
                                    const std::string& profile, std::stop_token stop);

}  // namespace anthropic::internal::aws
