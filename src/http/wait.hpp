#pragma once

#include <stop_token>

#include "base/threads/wake_flag.hpp"
#include "base/time/clock.hpp"

namespace anthropic::internal {

class HttpExchange;

/// What is to be waited for before another step of something that never blocks: the flag, or the time if it
/// comes first. Whoever takes the step takes the flag.
struct Wait {
  WakeFlag* flag = nullptr;
  SteadyTime until = SteadyTime::max();
  HttpExchange* exchange = nullptr;       ///< More of this one is waited for; null if of none.
  const std::stop_token* stop = nullptr;  ///< What ends a pause early.
};

/// Waits for that by blocking this thread, `clock` being that of `wait.until`.
void block(const Wait& wait, Clock& clock);

}  // namespace anthropic::internal
