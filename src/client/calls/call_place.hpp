#pragma once

#include <optional>

#include "base/threads/call_deadline.hpp"
#include "http/task_loop.hpp"
#include "http/world.hpp"

namespace anthropic {

/// Where a call is made, and how it waits there.
struct CallPlace {
  const World& world;
  TaskLoop* loop = nullptr;  ///< whose task the call is; null if it has its thread for itself
  std::optional<CallDeadline> deadline = {};  ///< of what began before the call and includes it
};

}  // namespace anthropic
