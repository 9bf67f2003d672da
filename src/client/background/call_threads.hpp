#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <stop_token>
#include <utility>

namespace anthropic::internal {

/// The threads on which a client makes calls that were started: as many as there is work for, up to a limit,
/// kept for a while and used again. Each has a small stack: it mostly waits. Thread-safe.
class CallThreads {
  struct Shared;

 public:
  using Task = std::function<void()>;
  class Queue;
  struct Limits {
    std::size_t threads = 1024;
    /// For values that are nested deeply, and for callbacks. Memory is taken only as it is used; from 2 MB on
    /// the kernel may take it in huge pages.
    std::size_t stack_bytes = 1u << 20;
    std::chrono::milliseconds idle = std::chrono::seconds(10);  ///< a thread without work ends after that
  };

  explicit CallThreads(const Limits& limits);
  /// Asks closing() to stop and returns when every task has ended. From within a task it waits for all
  /// others; that task's thread ends by itself, before the program does.
  ~CallThreads();
  CallThreads(const CallThreads&) = delete;
  CallThreads& operator=(const CallThreads&) = delete;

  /// Runs the task, which must not throw, on one of the threads; it waits for its turn if all are busy and
  /// there may be no more. False, and the task is dropped, if there is no thread and none can be started.
  [[nodiscard]] bool run(Task task);
  /// As run(); false, too, if the task would have to wait for its turn.
  [[nodiscard]] bool run_at_once(Task task);
  Queue queue() const;
  /// Stopped when this is being destroyed: tasks should end then.
  std::stop_token closing() const;
  /// How many threads there are now.
  std::size_t size() const;

 private:
  const std::shared_ptr<Shared> shared_;  // a thread may see the end of this
};

/// Runs tasks on the threads for as long as there are any, and does not keep them. Thread-safe.
class CallThreads::Queue {
 public:
  /// As CallThreads::run(). False, too, if the threads are gone.
  [[nodiscard]] bool run(Task task) const;

 private:
  friend class CallThreads;
  explicit Queue(std::shared_ptr<Shared> shared) : shared_(std::move(shared)) {}

  std::shared_ptr<Shared> shared_;
};

}  // namespace anthropic::internal
