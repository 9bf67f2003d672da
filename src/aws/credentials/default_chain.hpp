#pragma once

#include <memory>

#include "aws/credentials/chain.hpp"
#include "aws/session/session_setup.hpp"
#include "base/public_names.hpp"

namespace anthropic::internal::aws {

/// Environment, profile, web identity of the environment, container, EC2 instance. Where code has named a
/// profile, the environment's keys and web identity are left out. `setup` must outlive it.
std::shared_ptr<CredentialsChain> default_chain(SessionSetup& setup);

}  // namespace anthropic::internal::aws
