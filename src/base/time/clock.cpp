#include "base/time/clock.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace anthropic::internal {

bool RealClock::sleep_for(std::chrono::milliseconds duration, std::stop_token stop) {
  std::mutex mutex;
  std::condition_variable_any stopped;
  std::unique_lock lock(mutex);
  stopped.wait_for(lock, stop, std::clamp(duration, std::chrono::milliseconds(0), kLongestWait),
                   [] { return false; });
  return !stop.stop_requested();
}

}  // namespace anthropic::internal
