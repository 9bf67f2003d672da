#pragma once

#include <string_view>

#include <anthropic/json.hpp>

namespace anthropic::internal {

/// Whether a member of a block or citation of the given type is one that answers have and requests must not:
/// a strict server answers "Extra inputs are not permitted" when it is sent back.
bool is_response_only(std::string_view type, const Json::Member& member);

}  // namespace anthropic::internal
