#include "client/call_loops.hpp"

#include <atomic>
#include <utility>

namespace anthropic {
namespace {

// Each step of a loop looks at all of its calls.
constexpr int kCallsPerLoop = 128;
constexpr std::chrono::seconds kIdle(10);

}  // namespace

struct CallLoops::Loop {
  Loop(std::shared_ptr<TaskLoop> made, const World& around) : tasks(std::move(made)), world(around) {
    world.transport = tasks->transport();
    // A clock of a test's own does not keep anybody waiting.
    if (dynamic_cast<const RealClock*>(around.clock.get())) world.clock = tasks->clock();
  }

  const std::shared_ptr<TaskLoop> tasks;
  World world;
  std::atomic<int> calls = 0;
};

CallLoops::CallLoops(std::shared_ptr<const World> world) : world_(std::move(world)), threads_({}) {}

CallLoops::~CallLoops() {
  closing_.request_stop();
  std::lock_guard lock(mutex_);
  for (const auto& loop : loops_) loop->tasks->close();
}

bool CallLoops::begin(Task call) {
  Loop* const loop = loop_with_room();
  if (!loop) return false;
  auto task = [loop, call = std::move(call)] {
    call({.world = loop->world, .loop = loop->tasks.get()});
    --loop->calls;
  };
  const auto start = [this, loop] { return threads_.run([loop] { loop->tasks->run(kIdle); }); };
  if (loop->tasks->post(std::move(task), start)) return true;
  --loop->calls;
  return false;
}

CallLoops::Loop* CallLoops::loop_with_room() {
  std::lock_guard lock(mutex_);
  for (const auto& loop : loops_) {
    if (loop->calls < kCallsPerLoop) return ++loop->calls, loop.get();
  }
  auto made = world_->transport->make_loop();
  if (!made) return nullptr;
  loops_.push_back(std::make_unique<Loop>(std::move(made), *world_));
  ++loops_.back()->calls;
  return loops_.back().get();
}

}  // namespace anthropic
