#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <vector>

#include "client/background/call_threads.hpp"
#include "client/calls/call_context.hpp"

namespace anthropic::internal {

/// A call in the background: begins and is then a task, which must end soon after the context's `closing` asks
/// it to.
using BackgroundCall = std::function<TaskLoop::Task(const CallContext& context)>;

/// Makes it on this thread.
void run_call(const BackgroundCall& call, const CallContext& context);

/// The loops on which a client makes calls side by side: each runs many of them on one thread. They come as
/// they are needed; a loop that has nothing to do keeps its connections and, for some seconds, its thread.
/// Thread-safe.
class CallLoops {
 public:
  /// At most `most` calls are made at once; more wait for their turn.
  CallLoops(std::shared_ptr<const World> world, std::size_t most);
  /// Asks the calls to end and returns when every one has. Not from within a call.
  ~CallLoops();
  CallLoops(const CallLoops&) = delete;
  CallLoops& operator=(const CallLoops&) = delete;

  /// Makes the call on one of the loops. False, and it is dropped, if the world's transport has no
  /// loops, or if no thread can be started.
  [[nodiscard]] bool begin(BackgroundCall call);

 private:
  struct Loop;
  void close();
  Loop* loop_with_room();
  TaskLoop::Task in_turn(Loop& loop, BackgroundCall call);
  BackgroundCall next(Loop& loop);

  const std::shared_ptr<const World> world_;
  const std::size_t most_;
  std::mutex mutex_;  // all that follows, and how many calls a loop has
  std::vector<std::unique_ptr<Loop>> loops_;
  std::deque<BackgroundCall> waiting_;
  std::size_t in_flight_ = 0;
  CallThreads threads_;  // they run the loops
  std::stop_callback<std::function<void()>> at_end_;
};

}  // namespace anthropic::internal
