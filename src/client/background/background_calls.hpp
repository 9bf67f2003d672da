#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <utility>

#include "client/background/call_loops.hpp"
#include "client/background/call_threads.hpp"
#include "client/calls/call_context.hpp"

namespace anthropic::internal {

/// The calls that a client makes in the background, and all the threads that it has: loops, on which most
/// calls are made side by side, and threads for what may block. Thread-safe.
class BackgroundCalls {
 public:
  /// At most `most` calls are made at once. `may_block`: a call may block its thread and hold locks
  /// meanwhile, as one through middleware does.
  BackgroundCalls(std::shared_ptr<const World> world, std::size_t most, bool may_block);

  /// Makes the call, when its turn has come. False, and it is dropped, if no thread can be started.
  [[nodiscard]] bool begin(BackgroundCall call) { return begin(std::move(call), true); }
  /// The same; false, too, if the call would have to wait for a thread.
  [[nodiscard]] bool begin_at_once(BackgroundCall call) { return begin(std::move(call), false); }

  /// Runs what may block and must not block a loop, such as the fetching of credentials. False, and it is
  /// dropped, if there is no thread for it at once.
  [[nodiscard]] bool run_apart(CallThreads::Task task) { return threads_.run_at_once(std::move(task)); }
  /// The threads for the user's callbacks.
  CallThreads::Queue threads() const { return threads_.queue(); }

 private:
  bool begin(BackgroundCall call, bool may_wait);

  const std::shared_ptr<const World> world_;
  const bool may_block_;
  CallThreads threads_;
  CallLoops loops_;  // the last: its calls use the threads
};

}  // namespace anthropic::internal
