#pragma once

#include <optional>
#include <stop_token>

#include "base/threads/call_deadline.hpp"
#include "http/task_loop.hpp"
#include "http/world.hpp"

namespace anthropic::internal {

/// Where a call runs, and what bounds it there.
struct CallContext {
  const World& world;
  TaskLoop* loop = nullptr;                   ///< whose task the call is; null if it may block its thread
  std::optional<CallDeadline> deadline = {};  ///< of what began before the call and includes it
  std::stop_token closing = {};  ///< asked to stop when the client goes, of a call in the background
};

}  // namespace anthropic::internal
