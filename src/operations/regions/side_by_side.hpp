#pragma once

#include <cstddef>
#include <functional>

namespace anthropic::internal {

/// Calls `run` for 0 to `count` - 1, at most `most` at the same time, and returns when all have ended. `run` must
/// not throw. Where no thread can be started, the calling thread does the work.
void run_side_by_side(std::size_t count, std::size_t most, const std::function<void(std::size_t)>& run);

}  // namespace anthropic::internal
