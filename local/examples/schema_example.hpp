#pragma once

#include <optional>

#include <anthropic/json.hpp>

namespace anthropic::internal::local {

/// A small value that fits a JSON Schema: the required members only, the first alternative that can be had, as few
/// items as are allowed. The same schema has the same example. Empty if none was found: the schema contradicts
/// itself, has no end, or is too large.
/// https://json-schema.org/draft/2020-12/json-schema-validation
std::optional<Json> example_of(const Json& schema);

}  // namespace anthropic::internal::local
