#pragma once

#include <memory>

#include "aws/credentials/source.hpp"

namespace anthropic::aws {

/// The chosen profile's aws_access_key_id, aws_secret_access_key, aws_session_token and aws_account_id. A
/// profile that gets its credentials in another way is an error that names that way.
std::unique_ptr<CredentialsSource> make_profile_source(std::shared_ptr<const Settings> settings);

}  // namespace anthropic::aws
