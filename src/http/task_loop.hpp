#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>

#include "base/clock.hpp"
#include "http/transport.hpp"

namespace anthropic {

/// Runs tasks side by side on one thread. A task gives way to the others where it waits: for an exchange of
/// this loop's transport, in a sleep of its clock, in wait_for(). Where it waits otherwise it holds up all of
/// them. It must hold no lock while it gives way.
class TaskLoop : public std::enable_shared_from_this<TaskLoop> {
 public:
  using Task = std::function<void()>;

  virtual ~TaskLoop() = default;

  /// Adds a task, which must not throw. If nobody runs the loop, `start` is called first, to have another
  /// thread run it; if it returns false, so does this, and the task is dropped. From any thread.
  [[nodiscard]] virtual bool post(Task task, const std::function<bool()>& start) = 0;
  /// Runs tasks on this thread until there has been none for `idle`, or none is left after close().
  virtual void run(std::chrono::milliseconds idle) = 0;
  /// From now on run() returns as soon as there is nothing to do. From any thread.
  virtual void close() = 0;

  /// For the loop's own tasks only. They end before the loop does.
  virtual std::shared_ptr<Transport> transport() = 0;
  virtual std::shared_ptr<Clock> clock() = 0;
  /// Within a task: gives way until `over` is true; who makes it so calls wake() then, from any thread.
  virtual void wait_for(std::atomic<bool>& over) = 0;
  virtual void wake() = 0;
};

}  // namespace anthropic
