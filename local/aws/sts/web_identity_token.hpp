#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "base/public_names.hpp"
#include "base/time/clock.hpp"
#include "local/server/refusal.hpp"

namespace anthropic::internal::local {

/// What a token of OpenID Connect says of its bearer.
struct WebIdentityClaims {
  std::string subject, issuer, audience;
};

/// Reads a JSON Web Token. Its signature is not checked: nobody's public keys are here.
std::variant<WebIdentityClaims, Refusal> read_web_identity_token(std::string_view token, SystemTime now);

}  // namespace anthropic::internal::local
