#pragma once

#include <memory>

#include "aws/credentials/source/source.hpp"
#include "aws/session/session_setup.hpp"
#include "base/public_names.hpp"

namespace anthropic::internal::aws {

/// AWS_WEB_IDENTITY_TOKEN_FILE, AWS_ROLE_ARN and AWS_ROLE_SESSION_NAME, as EKS sets them for a pod's service
/// account. `setup` must outlive it.
std::unique_ptr<CredentialsSource> make_web_identity_source(SessionSetup& setup);

}  // namespace anthropic::internal::aws
