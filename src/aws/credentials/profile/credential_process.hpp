#pragma once

#include <stop_token>
#include <string>

#include <anthropic/aws/credentials.hpp>
#include <anthropic/result.hpp>

#include "base/public_names.hpp"
#include "http/world.hpp"

namespace anthropic::internal::aws {

/// What a program prints: {"Version": 1, "AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration",
/// "AccountId"}. It gets a minute. Errors quote neither what it has printed, on its standard output or its
/// standard error, nor the command: each may hold a secret.
Result<Credentials> run_credential_process(const World& world, const std::string& command,
                                           std::stop_token stop);

}  // namespace anthropic::internal::aws
