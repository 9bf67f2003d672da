#include "client/left_threads.hpp"

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <mutex>
#include <vector>

namespace anthropic {
namespace {

class LeftThreads {
 public:
  void add(pthread_t thread);
  void join();

 private:
  std::mutex mutex_;
  std::vector<pthread_t> threads_;
};

void LeftThreads::add(pthread_t thread) {
  std::lock_guard lock(mutex_);
  const auto ended = [](pthread_t left) { return pthread_tryjoin_np(left, nullptr) == 0; };
  threads_.erase(std::remove_if(threads_.begin(), threads_.end(), ended), threads_.end());
  threads_.push_back(thread);
}

void LeftThreads::join() {
  timespec deadline;
  clock_gettime(CLOCK_REALTIME, &deadline);
  ++deadline.tv_sec;
  std::lock_guard lock(mutex_);
  for (const pthread_t thread : threads_) {
    // It may be this one, if it ends the program.
    if (pthread_timedjoin_np(thread, nullptr, &deadline) != 0) pthread_detach(thread);
  }
  threads_.clear();
}

/// Never destroyed: threads may be left until the very end.
LeftThreads& left_threads() {
  static LeftThreads* const all = [] {
    std::atexit([] { left_threads().join(); });
    return new LeftThreads;
  }();
  return *all;
}

}  // namespace

void leave_thread(pthread_t thread) {
  left_threads().add(thread);
}

}  // namespace anthropic
