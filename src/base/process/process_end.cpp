#include "base/process/process_end.hpp"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <mutex>
#include <vector>

#include "base/process/process_number.hpp"

namespace anthropic::internal {
namespace {

constexpr int kSeconds = 2;

constinit std::atomic<bool> is_ending = false;

struct Owner {
  const ThreadOwner* address;
  std::weak_ptr<ThreadOwner> owner;
};

/// Of one process: a child has other threads, and may find its parent's list locked.
class ThreadList {
 public:
  explicit ThreadList(ThreadList* before) : before_(before) {}

  bool is_of_this_process() const { return process_ == process_number(); }
  bool is_first() const { return before_ == nullptr; }
  void add(Owner owner);
  void remove(const ThreadOwner& owner);
  void leave(pthread_t thread);
  /// False when there was nothing to end.
  bool end(const timespec& deadline);

 private:
  bool end_owners(const timespec& deadline);
  bool join_left(const timespec& deadline);

  const unsigned process_ = process_number();
  ThreadList* const before_;
  std::mutex mutex_;
  std::vector<Owner> owners_;
  std::vector<pthread_t> left_;
  bool is_over_ = false;  // nobody joins what is left from now on
};

void ThreadList::add(Owner owner) {
  std::lock_guard lock(mutex_);
  owners_.push_back(std::move(owner));
}

void ThreadList::remove(const ThreadOwner& owner) {
  std::lock_guard lock(mutex_);
  const auto found = std::find_if(owners_.rbegin(), owners_.rend(),
                                  [&](const Owner& known) { return known.address == &owner; });
  if (found != owners_.rend()) owners_.erase(found.base() - 1);
}

void ThreadList::leave(pthread_t thread) {
  std::lock_guard lock(mutex_);
  if (is_over_) {
    pthread_detach(thread);
    return;
  }
  const auto ended = [](pthread_t left) { return pthread_tryjoin_np(left, nullptr) == 0; };
  left_.erase(std::remove_if(left_.begin(), left_.end(), ended), left_.end());
  left_.push_back(thread);
}

bool ThreadList::end(const timespec& deadline) {
  const bool had_owners = end_owners(deadline);
  return join_left(deadline) || had_owners;
}

bool ThreadList::end_owners(const timespec& deadline) {
  std::vector<std::shared_ptr<ThreadOwner>> owners;
  {
    std::lock_guard lock(mutex_);
    for (auto known = owners_.rbegin(); known != owners_.rend(); ++known) {
      if (auto owner = known->owner.lock()) owners.push_back(std::move(owner));
    }
    owners_.clear();
  }
  for (const auto& owner : owners) owner->ask_to_end();
  for (const auto& owner : owners) owner->wait_for_end(deadline);
  return !owners.empty();
}

bool ThreadList::join_left(const timespec& deadline) {
  std::vector<pthread_t> left;
  {
    std::lock_guard lock(mutex_);
    left.swap(left_);
    is_over_ = left.empty();
  }
  for (const pthread_t thread : left) {
    // It may be this one, if it ends the process.
    if (pthread_timedjoin_np(thread, nullptr, &deadline) != 0) pthread_detach(thread);
  }
  return !left.empty();
}

/// Never destroyed: threads may ask for it until the very end.
ThreadList& thread_list();

void end_threads() {
  timespec deadline;
  clock_gettime(CLOCK_REALTIME, &deadline);
  deadline.tv_sec += kSeconds;
  while (thread_list().end(deadline)) {
  }
  is_ending = true;
}

ThreadList& thread_list() {
  static constinit std::atomic<ThreadList*> latest = nullptr;
  while (true) {
    ThreadList* known = latest.load(std::memory_order_acquire);
    if (known && known->is_of_this_process()) return *known;
    auto* const made = new ThreadList(known);
    if (!latest.compare_exchange_strong(known, made)) {
      delete made;
      continue;
    }
    if (made->is_first()) std::atexit(end_threads);
    return *made;
  }
}

}  // namespace

void add_thread_owner(const std::shared_ptr<ThreadOwner>& owner) {
  thread_list().add({owner.get(), owner});
}

void remove_thread_owner(const ThreadOwner& owner) {
  thread_list().remove(owner);
}

void leave_thread(pthread_t thread) {
  thread_list().leave(thread);
}

bool process_is_ending() noexcept {
  return is_ending.load(std::memory_order_relaxed);
}

}  // namespace anthropic::internal
