#pragma once

#include <string>
#include <string_view>

#include <anthropic/result.hpp>

#include "base/crypto/es256.hpp"
#include "base/public_names.hpp"
#include "base/time/clock.hpp"

namespace anthropic::internal::aws {

/// Proves to a server that a POST to `url` comes from whoever holds `key`: a signed JSON Web Token (RFC
/// 9449). `id` is used once.
Result<std::string> dpop_proof(const Es256Key& key, std::string_view url, std::string_view id,
                               SystemTime now);

}  // namespace anthropic::internal::aws
