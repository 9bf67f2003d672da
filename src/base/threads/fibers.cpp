#include "base/threads/fibers.hpp"

#include <cassert>
#include <cstdint>
#include <exception>
#include <ucontext.h>
#include <utility>

#include "base/threads/fiber_stack.hpp"
#include "base/threads/stack_switch.hpp"

namespace anthropic::internal {

/// A stack and where on it to go on. It ends with its Fibers; between tasks it is idle.
class Fibers::Fiber {
 public:
  explicit Fiber(std::size_t stack_bytes) : stack(stack_bytes) {
    if (!stack.usable() || getcontext(&inside) != 0) return;
    inside.uc_stack.ss_sp = stack.bottom();
    inside.uc_stack.ss_size = stack.size();
    inside.uc_link = nullptr;
    // makecontext() passes nothing but ints.
    const auto self = reinterpret_cast<std::uintptr_t>(this);
    makecontext(&inside, reinterpret_cast<void (*)()>(&Fiber::main), 2,
                static_cast<unsigned>(std::uint64_t(self) >> 32), static_cast<unsigned>(self));
    usable = true;
  }

  static void main(unsigned high, unsigned low) {
    const auto self = (std::uint64_t(high) << 32) | low;
    Fiber& fiber =
        *reinterpret_cast<Fiber*>(static_cast<std::uintptr_t>(self));  // NOLINT(performance-no-int-to-ptr)
    fiber.change.arrived();
    while (true) {
      fiber.task();
      fiber.task = nullptr;
      fiber.leave();
    }
  }

  void enter(ucontext_t& from) {
    outside = &from;
    change.to_fiber(stack.bottom(), stack.size());
    swapcontext(outside, &inside);
    change.arrived();
  }

  void leave() {
    change.to_thread();
    swapcontext(&inside, outside);
    change.arrived();
  }

  FiberStack stack;
  ucontext_t inside;
  ucontext_t* outside = nullptr;
  StackSwitch change;
  Task task;
  bool usable = false;
};

Fibers::Fibers(std::size_t stack_bytes) : stack_bytes_(stack_bytes) {}
Fibers::~Fibers() = default;

bool Fibers::begin(Task&& task) {
  if (idle_.empty()) {
    auto fiber = std::make_unique<Fiber>(stack_bytes_);
    if (!fiber->usable) return false;
    idle_.push_back(fiber.get());
    all_.push_back(std::move(fiber));
  }
  Fiber& fiber = *idle_.back();
  idle_.pop_back();
  fiber.task = std::move(task);
  enter(fiber);
  return true;
}

void Fibers::suspend() {
  assert(!std::current_exception() && "the thread's next task would find it");
  std::exchange(current_, nullptr)->leave();
}

void Fibers::resume(Fiber& fiber) {
  enter(fiber);
}

void Fibers::enter(Fiber& fiber) {
  ucontext_t outside;
  current_ = &fiber;
  fiber.enter(outside);
  current_ = nullptr;
  if (!fiber.task) idle_.push_back(&fiber);
}

}  // namespace anthropic::internal
