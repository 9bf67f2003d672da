#pragma once

#include <memory>

#include "aws/credentials/metadata/imds_client.hpp"
#include "aws/credentials/source/source.hpp"
#include "base/public_names.hpp"

namespace anthropic::internal::aws {

/// The role of the EC2 instance that this runs on. While the service is out of order, or hands out what has
/// expired, the last credentials are kept in use, as AWS asks for.
std::unique_ptr<CredentialsSource> make_imds_source(std::shared_ptr<const World> world,
                                                    std::shared_ptr<ImdsClient> client);

}  // namespace anthropic::internal::aws
