#pragma once

#include <string_view>

#include <anthropic/json.hpp>

namespace anthropic::internal {

/// What is left of a value of the API after it was read into a typed value and written again. `kind` is the
/// name of its union in the official SDK's types. Null for a kind that is not known.
Json round_trip(std::string_view kind, Json value);

/// A block or citation as it is sent back to a server that refuses what only answers have.
Json replay(std::string_view kind, Json value);

}  // namespace anthropic::internal
