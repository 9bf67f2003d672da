#include "base/threads/abandoned.hpp"

#include <atomic>
#include <new>
#include <utility>

namespace anthropic::internal {
namespace {

/// Kept within reach, so that a leak checker does not take it for lost.
struct Abandoned {
  std::shared_ptr<void> thing;
  Abandoned* before = nullptr;
};

constinit std::atomic<Abandoned*> last_abandoned = nullptr;

}  // namespace

void abandon(std::shared_ptr<void> thing) noexcept {
  auto* const kept = new (std::nothrow) Abandoned{std::move(thing), last_abandoned.load()};
  if (!kept) return;
  while (!last_abandoned.compare_exchange_weak(kept->before, kept)) {
  }
}

void abandon(void* thing) noexcept {
  abandon(std::shared_ptr<void>(std::shared_ptr<void>(), thing));
}

}  // namespace anthropic::internal
