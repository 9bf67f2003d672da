#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "base/clock.hpp"
#include "base/threads/wake_flag.hpp"
#include "http/transport.hpp"

namespace anthropic::internal {

/// Runs tasks side by side on one thread. A task yields to the others while it waits for an exchange of this
/// loop's transport, sleeps on its clock, or is in wait_for(). Any other wait blocks all of them. A task must
/// hold no lock while it yields.
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
  /// Within a task: yields until the flag is set, and takes it. Whoever sets it, on any thread, then calls
  /// wake().
  virtual void wait_for(WakeFlag& flag) = 0;
  virtual void wake() = 0;
};

}  // namespace anthropic::internal
