#include "http/curl/lane_pool.hpp"

#include <algorithm>
#include <utility>

namespace anthropic {

std::unique_ptr<CurlLane> CurlLanePool::take(std::string_view origin) {
  std::unique_lock lock(mutex_);
  if (idle_.empty()) {
    lock.unlock();
    return std::make_unique<CurlLane>(limits_.buffered_body,
                                      driver_ ? driver_ : std::make_shared<OneLaneDriver>());
  }
  const auto warm =
      std::find_if(idle_.rbegin(), idle_.rend(), [&](const auto& lane) { return lane->origin() == origin; });
  const auto chosen = warm == idle_.rend() ? idle_.end() - 1 : warm.base() - 1;
  std::unique_ptr<CurlLane> lane = std::move(*chosen);
  idle_.erase(chosen);
  lock.unlock();
  lane->finish();
  return lane;
}

void CurlLanePool::give_back(std::unique_ptr<CurlLane> lane) {
  if (!lane->lingers()) lane->finish();
  std::lock_guard lock(mutex_);
  if (lane->usable() && idle_.size() < limits_.idle_lanes) idle_.push_back(std::move(lane));
  // A lane that was not kept is closed by its owner, the parameter: after the lock was left.
}

}  // namespace anthropic
