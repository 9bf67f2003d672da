#pragma once

#include <anthropic/message.hpp>

namespace anthropic {

Json usage_to_json(const Usage& usage);
/// Sets the members of `usage` that `json` holds and leaves the others alone: stream usage is cumulative.
void update_usage(Json json, Usage& usage);

/// Whether this is a message of the API at all, rather than an error body or something else.
bool looks_like_message(const Json& json);

}  // namespace anthropic
