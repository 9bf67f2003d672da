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

/// The loops on which a client makes calls side by side: each runs many of them on one thread. They come as
/// they are needed; a loop that has nothing to do keeps its connections and, for some seconds, its thread.
/// Thread-safe.
class CallLoops {
 public:
  /// A call; must not throw, and must end soon after its context's `closing` asks it to.
  using Call = std::function<void(const CallContext& context)>;

  /// At most `most` calls are made at once; more wait for their turn.
  CallLoops(std::shared_ptr<const World> world, std::size_t most);
  /// Asks the calls to end and returns when every one has. Not from within a call.
  ~CallLoops();
  CallLoops(const CallLoops&) = delete;
  CallLoops& operator=(const CallLoops&) = delete;

  /// Makes the call on one of the loops. False, and it is dropped, if the world's transport has no
  /// loops, or if no thread can be started.
  [[nodiscard]] bool begin(Call call);

 private:
  struct Loop;
  void close();
  Loop* loop_with_room();
  void make(Loop& loop, Call call);
  Call next(Loop& loop);

  const std::shared_ptr<const World> world_;
  const std::size_t most_;
  std::mutex mutex_;  // all that follows, and how many calls a loop has
  std::vector<std::unique_ptr<Loop>> loops_;
  std::deque<Call> waiting_;
  std::size_t in_flight_ = 0;
  CallThreads threads_;  // they run the loops
  std::stop_callback<std::function<void()>> at_end_;
};

}  // namespace anthropic::internal
