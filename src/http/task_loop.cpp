#include "http/task_loop.hpp"

#include <algorithm>
#include <utility>

namespace anthropic::internal {

bool TaskLoop::post(Task task, const std::function<bool()>& start) {
  bool sleeps = false;
  {
    std::lock_guard lock(mutex_);
    if (!running_ && !start()) return false;
    running_ = true;
    posted_.push_back(std::move(task));
    sleeps = std::exchange(polling_, false);
  }
  if (sleeps) wake();
  return true;
}

void TaskLoop::close() {
  {
    std::lock_guard lock(mutex_);
    closed_ = true;
  }
  wake();
}

void TaskLoop::run(std::chrono::milliseconds idle) {
  SteadyTime idle_from = now();
  while (true) {
    take_posted();
    if (step_all()) {
      idle_from = now();
    } else if (!wait_for_work(idle_from + idle)) {
      return;
    }
    perform();
  }
}

void TaskLoop::take_posted() {
  std::lock_guard lock(mutex_);
  for (Task& task : posted_) tasks_.push_back({std::move(task), {.until = SteadyTime::min()}});
  posted_.clear();
}

/// Takes a step of each task that has waited long enough; whether there were any.
bool TaskLoop::step_all() {
  const SteadyTime time = now();
  bool any = false, any_ended = false;
  next_step_ = SteadyTime::max();
  // Of many tasks few have something to do, so this is the only look at all of them.
  for (Running& running : tasks_) {
    if (time >= running.wait.until || (running.wait.flag && running.wait.flag->is_set())) {
      any = true;
      const auto wait = running.task();
      if (!wait) {
        running.task = nullptr;
        any_ended = true;
        continue;
      }
      running.wait = *wait;
    }
    next_step_ = std::min(next_step_, running.wait.until);
  }
  if (any_ended) std::erase_if(tasks_, [](const Running& running) { return !running.task; });
  return any;
}

/// False if there was nothing to do until `idle_until`, or after close(): then nobody runs this loop any
/// more.
bool TaskLoop::wait_for_work(SteadyTime idle_until) {
  const SteadyTime until = tasks_.empty() ? idle_until : next_step_;
  {
    std::lock_guard lock(mutex_);
    if (!posted_.empty()) return true;
    running_ = !tasks_.empty() || !(closed_ || now() >= idle_until);
    if (!running_) return false;
    polling_ = true;
  }
  poll(until, tasks_.empty());
  std::lock_guard lock(mutex_);
  polling_ = false;
  return true;
}

}  // namespace anthropic::internal
