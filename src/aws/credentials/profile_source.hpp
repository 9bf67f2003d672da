#pragma once

#include <memory>

#include "aws/credentials/source.hpp"
#include "aws/session/session_setup.hpp"

namespace anthropic::aws {

/// The chosen profile: its own keys, its roles and where their first credentials come from, web identity,
/// IAM Identity Center, `aws login`, credential_process. `setup` must outlive it.
std::unique_ptr<CredentialsSource> make_profile_source(SessionSetup& setup);

}  // namespace anthropic::aws
