#include "client/background/call_loops.hpp"

#include <algorithm>
#include <utility>

namespace anthropic::internal {
namespace {

// A loop looks at each of its calls before it waits.
constexpr int kCallsPerLoop = 1024;
constexpr std::chrono::seconds kIdle(10);

}  // namespace

void run_call(const BackgroundCall& call, const CallContext& context) {
  const auto task = call(context);
  while (const auto more = task()) block(*more, *context.world.clock);
}

struct CallLoops::Loop {
  Loop(std::shared_ptr<TaskLoop> made, const World& around) : tasks(std::move(made)), world(around) {
    world.transport = tasks->transport();
  }

  const std::shared_ptr<TaskLoop> tasks;
  World world;
  int calls = 0;
};

CallLoops::CallLoops(std::shared_ptr<const World> world, std::size_t most)
    : world_(std::move(world)),
      most_(std::max<std::size_t>(most, 1)),
      threads_({}),
      at_end_(threads_.closing(), [this] { close(); }) {}

CallLoops::~CallLoops() {
  close();
}

void CallLoops::close() {
  std::lock_guard lock(mutex_);
  for (const auto& loop : loops_) loop->tasks->close();
}

bool CallLoops::begin(BackgroundCall call) {
  Loop* loop = nullptr;
  {
    std::lock_guard lock(mutex_);
    if (in_flight_ >= most_) {
      waiting_.push_back(std::move(call));
      return true;
    }
    loop = loop_with_room();
    if (!loop) return false;
    ++loop->calls;
    ++in_flight_;
  }
  const auto start = [this, loop] { return threads_.run([loop] { loop->tasks->run(kIdle); }); };
  if (loop->tasks->post(in_turn(*loop, std::move(call)), start)) return true;
  std::lock_guard lock(mutex_);
  --loop->calls;
  --in_flight_;
  return false;
}

/// The call, and then those that have waited for its place.
TaskLoop::Task CallLoops::in_turn(Loop& loop, BackgroundCall call) {
  return [this, &loop, call = std::move(call), task = TaskLoop::Task()]() mutable -> std::optional<Wait> {
    for (; call; call = next(loop)) {
      if (!task) task = call({.world = loop.world, .loop = loop.tasks.get(), .closing = threads_.closing()});
      if (auto more = task()) return more;
      task = nullptr;
    }
    return std::nullopt;
  };
}

BackgroundCall CallLoops::next(Loop& loop) {
  std::lock_guard lock(mutex_);
  if (!waiting_.empty()) {
    BackgroundCall call = std::move(waiting_.front());
    waiting_.pop_front();
    return call;
  }
  --loop.calls;
  --in_flight_;
  return nullptr;
}

CallLoops::Loop* CallLoops::loop_with_room() {
  for (const auto& loop : loops_) {
    if (loop->calls < kCallsPerLoop) return loop.get();
  }
  auto made = world_->transport->make_loop();
  if (!made) return nullptr;
  if (threads_.closing().stop_requested()) made->close();
  loops_.push_back(std::make_unique<Loop>(std::move(made), *world_));
  return loops_.back().get();
}

}  // namespace anthropic::internal
