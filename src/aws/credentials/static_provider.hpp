#pragma once

#include <memory>
#include <string>

#include "aws/credentials/source.hpp"

namespace anthropic::aws {

/// Keys given in code. Half a pair, or a session token alone, is a configuration error.
Result<std::shared_ptr<CredentialsProvider>> static_provider(std::string access_key, std::string secret_key,
                                                             std::string session_token);

}  // namespace anthropic::aws
