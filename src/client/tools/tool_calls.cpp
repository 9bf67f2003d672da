#include "client/tools/tool_calls.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <pthread.h>
#include <string>
#include <utility>

#include "base/process/process_end.hpp"
#include "base/threads/start_thread.hpp"
#include "base/threads/user_code.hpp"
#include "base/time/clock.hpp"
#include "base/time/time_format.hpp"

namespace anthropic::internal {
namespace {

using std::chrono::milliseconds;

/// How long a call that was asked to stop is waited for, so that one that heeds it leaves nothing behind.
constexpr milliseconds kGrace(100);

/// What a call's thread and the runner share; the last of them destroys it.
struct RunningCall {
  PreparedToolCall prepared;
  std::stop_source stop = {};
  // What follows, with the batch's lock.
  std::optional<ToolOutput> output = {};
  bool is_late = false;  // what it answers now is not looked at
  bool is_left = false;  // nobody waits for it any more
};

struct Batch {
  std::mutex mutex;
  std::condition_variable_any changed;
  std::vector<std::shared_ptr<RunningCall>> calls;
  std::size_t running = 0;
  std::shared_ptr<std::atomic<std::size_t>> left_over;
};

/// The user's code, at the end of a thread: what it throws has nowhere else to go.
ToolOutput run_users_code(const PreparedToolCall& prepared) {
  try {
    return prepared.run(prepared.call);
  } catch (...) {
    return ToolOutput::failure("The tool failed: " + text_of_exception());
  }
}

void run_one(Batch& batch, RunningCall& call) {
  ToolOutput output = run_users_code(call.prepared);
  call.prepared.run = nullptr;  // What it holds is let go before anybody hears of the end.
  leave_thread(pthread_self());
  std::lock_guard lock(batch.mutex);
  call.output.emplace(std::move(output));
  if (call.is_left) --*batch.left_over;
  --batch.running;
  batch.changed.notify_all();
}

void start_call(const std::shared_ptr<Batch>& batch, const std::shared_ptr<RunningCall>& call) {
  if (call->prepared.answer) {
    call->output = std::move(call->prepared.answer);
    return;
  }
  call->prepared.call.stop_token = call->stop.get_token();
  {
    std::lock_guard lock(batch->mutex);
    ++batch->running;
  }
  if (start_thread(kUsualStack, [batch, call] { run_one(*batch, *call); })) return;
  std::lock_guard lock(batch->mutex);
  --batch->running;
  call->output = ToolOutput::failure("The tool was not run: no thread could be started for it.");
}

/// Asks the calls that have not ended to stop, and leaves those to themselves that do not heed it.
void end_late_calls(Batch& batch, std::unique_lock<std::mutex>& lock) {
  for (const auto& call : batch.calls) call->is_late = !call->output;
  // Without the lock: what hangs on a stop token runs here.
  lock.unlock();
  for (const auto& call : batch.calls) {
    if (call->is_late) call->stop.request_stop();
  }
  lock.lock();
  batch.changed.wait_for(lock, kGrace, [&] { return batch.running == 0; });
  for (const auto& call : batch.calls) {
    call->is_left = !call->output;
    if (call->is_left) ++*batch.left_over;
  }
}

}  // namespace

std::vector<ToolOutput> run_tool_calls(std::vector<PreparedToolCall> calls,
                                       std::optional<milliseconds> timeout, const std::stop_token& stop,
                                       const std::shared_ptr<std::atomic<std::size_t>>& left_over) {
  if (stop.stop_requested())
    return {calls.size(), ToolOutput::failure("The run was stopped before this tool began.")};
  const auto batch = std::make_shared<Batch>();
  batch->left_over = left_over;
  for (PreparedToolCall& prepared : calls)
    batch->calls.push_back(std::make_shared<RunningCall>(RunningCall{.prepared = std::move(prepared)}));
  for (const auto& call : batch->calls) start_call(batch, call);

  const auto all_ended = [&] { return batch->running == 0; };
  std::unique_lock lock(batch->mutex);
  if (timeout) {
    batch->changed.wait_for(lock, stop, std::min(*timeout, kLongestWait), all_ended);
  } else {
    batch->changed.wait(lock, stop, all_ended);
  }
  const bool was_stopped = stop.stop_requested();
  if (!all_ended()) end_late_calls(*batch, lock);

  std::vector<ToolOutput> outputs;
  for (const auto& call : batch->calls) {
    if (!call->is_late) {
      outputs.push_back(*std::move(call->output));
    } else if (was_stopped) {
      outputs.push_back(ToolOutput::failure("The run was stopped before this tool had ended."));
    } else {
      outputs.push_back(
          ToolOutput::failure("The tool timed out: it took longer than " + readable(*timeout) + "."));
    }
  }
  return outputs;
}

}  // namespace anthropic::internal
