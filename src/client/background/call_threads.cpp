#include "client/background/call_threads.hpp"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <pthread.h>
#include <utility>
#include <vector>

#include "base/process/process_end.hpp"
#include "base/threads/start_thread.hpp"

namespace anthropic::internal {

static std::chrono::system_clock::time_point time_of(const timespec& time) {
  const auto since = std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
  return std::chrono::system_clock::time_point(
      std::chrono::duration_cast<std::chrono::system_clock::duration>(since));
}

struct CallThreads::Shared final : ThreadOwner {
  explicit Shared(const Limits& limits) : limits(limits) {}

  const Limits limits;
  std::stop_source stop;
  std::mutex mutex;
  std::condition_variable work;
  std::deque<Task> tasks;
  std::vector<pthread_t> threads;
  std::vector<pthread_t> ended;        // to be joined
  std::vector<pthread_t> joining;      // somebody waits for them
  std::optional<pthread_t> finishing;  // runs what was left
  std::condition_variable joined;      // one of the last two has changed
  std::size_t waiting = 0;
  bool closing = false;
  bool closed = false;  // nobody is left to run a task

  void ask_to_end() override;
  void wait_for_end(const timespec& deadline) override { join(&deadline); }
  /// Joins the threads, until a deadline if there is one, and runs what is left.
  void join(const timespec* deadline);
  bool join_one(pthread_t thread, const timespec* deadline);
  bool take_thread(pthread_t& thread);
  bool others_join() const;

  static bool run(const std::shared_ptr<Shared>& shared, Task task, bool may_wait);
  /// Starts one more, if there may be; with the lock.
  static bool grow(const std::shared_ptr<Shared>& shared);
  void serve();
  void leave();
  /// The next task that no thread has taken; when there is none, the last was.
  Task last_task();
};

CallThreads::CallThreads(const Limits& limits) : shared_(std::make_shared<Shared>(limits)) {
  add_thread_owner(shared_);
}

CallThreads::~CallThreads() {
  remove_thread_owner(*shared_);
  shared_->ask_to_end();
  shared_->join(nullptr);
}

void CallThreads::Shared::ask_to_end() {
  {
    std::lock_guard lock(mutex);
    closing = true;
  }
  stop.request_stop();
  work.notify_all();
}

void CallThreads::Shared::join(const timespec* deadline) {
  std::unique_lock lock(mutex);
  pthread_t thread;
  while (true) {
    if (take_thread(thread)) {
      lock.unlock();
      const bool has_ended = join_one(thread, deadline);
      lock.lock();
      std::erase_if(joining, [&](pthread_t other) { return pthread_equal(other, thread); });
      if (!has_ended) threads.push_back(thread);  // for the destructor, which may still come
      joined.notify_all();
      if (!has_ended) return;
    } else if (!others_join()) {
      break;
    } else if (!deadline) {
      joined.wait(lock);
    } else if (joined.wait_until(lock, time_of(*deadline)) == std::cv_status::timeout) {
      return;
    }
  }
  // What is left had no thread to run on but this one.
  finishing = pthread_self();
  lock.unlock();
  while (const Task task = last_task()) task();
  lock.lock();
  finishing.reset();
  joined.notify_all();
}

/// With the lock.
bool CallThreads::Shared::take_thread(pthread_t& thread) {
  std::vector<pthread_t>& some = ended.empty() ? threads : ended;
  if (some.empty()) return false;
  thread = some.back();
  some.pop_back();
  joining.push_back(thread);
  return true;
}

/// Whether another thread waits for the end, too, and is not through with it. One that waits for this thread
/// does not count. With the lock.
bool CallThreads::Shared::others_join() const {
  const auto is_other = [](pthread_t thread) { return !pthread_equal(thread, pthread_self()); };
  return std::any_of(joining.begin(), joining.end(), is_other) || (finishing && is_other(*finishing));
}

bool CallThreads::Shared::join_one(pthread_t thread, const timespec* deadline) {
  if (pthread_equal(thread, pthread_self())) {
    leave_thread(thread);
    return true;
  }
  return (deadline ? pthread_timedjoin_np(thread, nullptr, deadline) : pthread_join(thread, nullptr)) == 0;
}

bool CallThreads::run(Task task) {
  return Shared::run(shared_, std::move(task), true);
}

bool CallThreads::run_at_once(Task task) {
  return Shared::run(shared_, std::move(task), false);
}

CallThreads::Queue CallThreads::queue() const {
  return Queue(shared_);
}

bool CallThreads::Queue::run(Task task) const {
  return Shared::run(shared_, std::move(task), true);
}

bool CallThreads::Shared::run(const std::shared_ptr<Shared>& shared, Task task, bool may_wait) {
  std::vector<pthread_t> ended;
  bool has_room = false;
  {
    std::lock_guard lock(shared->mutex);
    if (shared->closed) return false;
    ended.swap(shared->ended);
    const bool at_once = shared->tasks.size() < shared->waiting || grow(shared);
    has_room = at_once || (may_wait && (shared->closing || !shared->threads.empty()));
    if (has_room) shared->tasks.push_back(std::move(task));
  }
  if (has_room) shared->work.notify_one();
  for (const pthread_t thread : ended) pthread_join(thread, nullptr);
  return has_room;
}

std::stop_token CallThreads::closing() const {
  return shared_->stop.get_token();
}

std::size_t CallThreads::size() const {
  std::lock_guard lock(shared_->mutex);
  return shared_->threads.size();
}

bool CallThreads::Shared::grow(const std::shared_ptr<Shared>& shared) {
  const std::size_t most = std::max<std::size_t>(shared->limits.threads, 1);
  if (shared->closing || shared->threads.size() >= most) return false;
  const auto thread = start_thread(shared->limits.stack_bytes, [shared] { shared->serve(); });
  if (thread) shared->threads.push_back(*thread);
  return thread.has_value();
}

void CallThreads::Shared::serve() {
  std::unique_lock lock(mutex);
  while (true) {
    ++waiting;
    work.wait_for(lock, limits.idle, [&] { return closing || !tasks.empty(); });
    --waiting;
    if (tasks.empty()) break;
    Task task = std::move(tasks.front());
    tasks.pop_front();
    lock.unlock();
    task();
    task = nullptr;  // What it holds may be the client.
    lock.lock();
  }
  leave();
}

CallThreads::Task CallThreads::Shared::last_task() {
  std::lock_guard lock(mutex);
  if (tasks.empty()) {
    closed = true;
    return nullptr;
  }
  Task task = std::move(tasks.front());
  tasks.pop_front();
  return task;
}

/// With the lock.
void CallThreads::Shared::leave() {
  if (closing) return;  // The destructor has this thread's handle.
  const auto self = std::find_if(threads.begin(), threads.end(),
                                 [](pthread_t thread) { return pthread_equal(thread, pthread_self()); });
  ended.push_back(*self);
  threads.erase(self);
}

}  // namespace anthropic::internal
