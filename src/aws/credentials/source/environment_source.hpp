#pragma once

#include <memory>

#include "aws/credentials/source/source.hpp"
#include "base/public_names.hpp"

namespace anthropic::internal::aws {

/// What Credentials::source says of these.
inline constexpr std::string_view kEnvironmentSource = "environment";

/// AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_CREDENTIAL_EXPIRATION, AWS_ACCOUNT_ID.
std::unique_ptr<CredentialsSource> make_environment_source(std::shared_ptr<const World> world);

}  // namespace anthropic::internal::aws
