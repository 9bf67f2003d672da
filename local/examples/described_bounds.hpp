#pragma once

#include <string_view>

#include <anthropic/json.hpp>

namespace anthropic::internal::local {

/// The bounds that a description tells, as a schema: clients move there what `output_config.format` does not take,
/// as "min items: 2; maximum: 7." or "{minItems: 2, pattern: \"^a\"}", and check the answer themselves.
Json described_bounds(std::string_view description);

}  // namespace anthropic::internal::local
