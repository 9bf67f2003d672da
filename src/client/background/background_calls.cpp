#include "client/background/background_calls.hpp"

#include <utility>

namespace anthropic::internal {

BackgroundCalls::BackgroundCalls(std::shared_ptr<const World> world, std::size_t most, bool may_block)
    : world_(std::move(world)), may_block_(may_block), threads_({.threads = most}), loops_(world_, most) {}

/// The one place that decides where a call is made.
bool BackgroundCalls::begin(BackgroundCall call, bool may_wait) {
  if (!may_block_ && loops_.begin(call)) return true;
  auto task = [this, call = std::move(call)] {
    run_call(call, {.world = *world_, .closing = threads_.closing()});
  };
  return may_wait ? threads_.run(std::move(task)) : threads_.run_at_once(std::move(task));
}

}  // namespace anthropic::internal
