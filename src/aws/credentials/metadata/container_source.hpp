#pragma once

#include <memory>

#include "aws/credentials/source/source.hpp"
#include "aws/session/session_setup.hpp"
#include "base/public_names.hpp"

namespace anthropic::internal::aws {

/// The role of an ECS task or, with Pod Identity, of an EKS pod: AWS_CONTAINER_CREDENTIALS_RELATIVE_URI or
/// AWS_CONTAINER_CREDENTIALS_FULL_URI, with the token of AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE or
/// AWS_CONTAINER_AUTHORIZATION_TOKEN. Without TLS it talks only to this machine and to the addresses that AWS
/// gives these services; with TLS the session's `ca_bundle` holds. `setup` must outlive it.
std::unique_ptr<CredentialsSource> make_container_source(const SessionSetup& setup);

}  // namespace anthropic::internal::aws
