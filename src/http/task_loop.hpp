#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "http/transport.hpp"
#include "http/wait.hpp"

namespace anthropic::internal {

/// Runs tasks side by side on one thread, step by step. What blocks in a step blocks all of them. How the
/// thread waits, and for what, is its subclass's part.
class TaskLoop : public std::enable_shared_from_this<TaskLoop> {
 public:
  /// One step of a task: does what it can without waiting. Called again when what it waits for has come to
  /// pass; it has ended when that is nothing. Must not throw.
  using Task = std::function<std::optional<Wait>()>;

  virtual ~TaskLoop() = default;

  /// Adds a task. If nobody runs the loop, `start` is called first, to have another thread run it; if it
  /// returns false, so does this, and the task is dropped. From any thread.
  [[nodiscard]] bool post(Task task, const std::function<bool()>& start);
  /// Runs tasks on this thread until there has been none for `idle`, or none is left after close().
  void run(std::chrono::milliseconds idle);
  /// From now on run() returns as soon as there is nothing to do. From any thread.
  void close();
  /// To be called when a flag has been set that a task waits for. From any thread.
  virtual void wake() = 0;
  /// For the loop's own tasks only, which end before the loop does.
  virtual std::shared_ptr<Transport> transport() = 0;

 protected:
  virtual SteadyTime now() const = 0;
  /// Moves on what the tasks wait for, as far as goes without waiting.
  virtual void perform() {}
  /// Waits until perform() has something to do, wake() is called, or it is `until`. `is_idle`: there are no
  /// tasks.
  virtual void poll(SteadyTime until, bool is_idle) = 0;

 private:
  struct Running {
    Task task;
    Wait wait = {};
  };

  void take_posted();
  bool step_all();
  bool wait_for_work(SteadyTime idle_until);

  std::vector<Running> tasks_;
  SteadyTime next_step_ = {};  // the first of their times
  std::mutex mutex_;           // all that follows
  std::vector<Task> posted_;
  bool running_ = false;  // a thread is in run(), or on its way there
  bool polling_ = false;
  bool closed_ = false;
};

}  // namespace anthropic::internal
