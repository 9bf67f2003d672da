#pragma once

#include <string_view>

#include <anthropic/result.hpp>

namespace anthropic::internal {

/// Fails with bad_request, and the list of them, for a name that no geography has.
Result<void> check_geography(std::string_view name);

}  // namespace anthropic::internal
