#include "operations/regions/side_by_side.hpp"

#include <algorithm>
#include <atomic>
#include <vector>

#include "base/threads/start_thread.hpp"

namespace anthropic::internal {

void run_side_by_side(std::size_t count, std::size_t most, const std::function<void(std::size_t)>& run) {
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < count; i = next++) run(i);
  };
  std::vector<ScopedThread> threads;
  const std::size_t helpers = std::min(count, most);
  for (std::size_t i = 1; i < helpers; ++i) threads.emplace_back(work);
  work();
}

}  // namespace anthropic::internal
