#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

namespace anthropic::internal {

/// Runs tasks on one thread in turn: each has a stack of its own, so that it can be suspended anywhere and
/// gone on with later. A suspended task must hold no lock and be in no catch block. Used by one thread.
class Fibers {
 public:
  using Task = std::function<void()>;
  class Fiber;

  explicit Fibers(std::size_t stack_bytes);
  /// Every task must have ended.
  ~Fibers();
  Fibers(const Fibers&) = delete;
  Fibers& operator=(const Fibers&) = delete;

  /// Starts a task, which must not throw; returns when it is suspended or has ended. False, and the task is
  /// left as it is, if there is no memory for its stack.
  [[nodiscard]] bool begin(Task&& task);
  /// Within a task: returns when somebody resumes it.
  void suspend();
  /// Goes on with a suspended task; returns when it is suspended again or has ended.
  void resume(Fiber& fiber);
  /// The task that runs; null outside of tasks.
  Fiber* current() const { return current_; }

 private:
  void enter(Fiber& fiber);

  const std::size_t stack_bytes_;
  Fiber* current_ = nullptr;
  std::vector<std::unique_ptr<Fiber>> all_;
  std::vector<Fiber*> idle_;  // their stacks are used again
};

}  // namespace anthropic::internal
