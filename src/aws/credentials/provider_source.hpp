#pragma once

#include <memory>

#include "aws/credentials/chain.hpp"
#include "base/public_names.hpp"

namespace anthropic::internal::aws {

/// A provider of the program's: what it gives is kept as that of any source, but for credentials without an
/// expiration, which are good for one request. What it throws is an error of kind `credentials`.
std::shared_ptr<CredentialsChain> provider_chain(std::shared_ptr<const World> world,
                                                 std::shared_ptr<CredentialsProvider> provider);

}  // namespace anthropic::internal::aws
