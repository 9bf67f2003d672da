#pragma once

#include <memory>

#include "aws/credentials/source/source.hpp"
#include "aws/session/session_setup.hpp"
#include "base/public_names.hpp"

namespace anthropic::internal::aws {

/// The chosen profile: its own keys, its roles and where their first credentials come from, web identity,
/// IAM Identity Center, `aws login`, credential_process. `setup` must outlive it.
std::unique_ptr<CredentialsSource> make_profile_source(SessionSetup& setup);

}  // namespace anthropic::internal::aws
