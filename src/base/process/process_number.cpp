#include "base/process/process_number.hpp"

#include <pthread.h>

namespace anthropic::internal {
namespace {

void count_fork() {
  detail::forks.fetch_add(1, std::memory_order_relaxed);
}

// As the library is loaded: before there is anything that a fork could split.
[[maybe_unused]] const int kCounted = pthread_atfork(nullptr, nullptr, count_fork);

}  // namespace

constinit std::atomic<unsigned> detail::forks = 0;

}  // namespace anthropic::internal
