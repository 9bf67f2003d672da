#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "local/server/exchange.hpp"

namespace anthropic::internal::local {

/// Whether a bearer token looks like one that AWS's generators make: "bedrock-api-key-…".
bool is_short_term_key(std::string_view token);

/// The presigned request that a short-term API key of Bedrock consists of, or what is wrong with the key; that
/// does not quote it.
std::variant<Request, std::string> read_short_term_key(std::string_view token);

}  // namespace anthropic::internal::local
