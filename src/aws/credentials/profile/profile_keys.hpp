#pragma once

#include <string>

#include <anthropic/aws/credentials.hpp>
#include <anthropic/result.hpp>

#include "base/public_names.hpp"
#include "wire/profile/profile_file.hpp"

namespace anthropic::internal::aws {

/// Whether the profile has a key or a secret, in any file.
bool has_keys(const profile_file::Properties& profile);

/// The keys of the profile `name`, and a session token that belongs to them: as the AWS CLI does, a key is
/// taken with the secret and the token of its own file, the credentials file first. Only where the other half
/// of a pair stands alone in the other file are the two put together. An error is of kind `credentials`.
Result<Credentials> keys_of(const profile_file::ProfileSet& files, const std::string& name,
                            const profile_file::Properties& profile);

}  // namespace anthropic::internal::aws
