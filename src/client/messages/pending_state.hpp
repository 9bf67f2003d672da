#pragma once

#include <condition_variable>
#include <coroutine>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>

#include <anthropic/pending.hpp>

#include "base/logging.hpp"
#include "base/process/process_number.hpp"
#include "client/background/call_threads.hpp"

namespace anthropic::internal {

/// Between a Pending and the thread that makes its call. Whoever is last destroys it.
template <class T>
struct PendingState : std::enable_shared_from_this<PendingState<T>> {
  using Callback = std::function<void(Result<T>)>;

  PendingState(CallThreads::Queue threads, Log log) : threads(std::move(threads)), log(std::move(log)) {}

  /// The call has ended: wakes who waits, then calls back, or resumes the coroutine, on this thread. That may
  /// destroy the client.
  void finish(Result<T> outcome);
  /// The same from a loop, which the user's code must not block: it runs on one of the threads.
  void finish_on_loop(Result<T> outcome);
  /// Resumes or calls back; what the user's code throws is logged.
  void call_back(const Callback& callback);
  void resume(std::coroutine_handle<> coroutine) const;

  /// Keeps the outcome and wakes who waits; whether somebody else is to be told.
  bool settle(Result<T> outcome);
  /// Calls back, or resumes the coroutine if it is still there.
  void tell();
  /// False after fork() in the child, where nobody makes the call.
  bool is_of_this_process() const { return process == process_number(); }
  /// In the child: what had been answered before fork() stays, the rest is the parent's.
  const Result<T>& inherited_result();

  const unsigned process = process_number();
  const CallThreads::Queue threads;  // of the client
  const Log log;
  std::stop_source stop;
  std::mutex mutex;
  std::condition_variable ended;
  std::unique_ptr<Result<T>> result;  // once set it is not changed
  Callback callback;
  std::coroutine_handle<> waiting;
};

}  // namespace anthropic::internal
