#pragma once

#include <stop_token>
#include <string>

#include "aws/session/session_setup.hpp"
#include "base/public_names.hpp"

namespace anthropic::internal::aws {

/// The credentials that `aws login` has left in ~/.aws/login/cache, or AWS_LOGIN_CACHE_DIRECTORY, refreshed
/// when less than five minutes of them are left, and written back. `login_session` is the profile's value.
/// Errors are of kind `credentials`, or user_abort.
Result<Credentials> login_session_credentials(SessionSetup& setup, const std::string& login_session,
                                              const std::string& profile, std::stop_token stop);

}  // namespace anthropic::internal::aws
