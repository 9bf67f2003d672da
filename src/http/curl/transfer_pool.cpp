#include "http/curl/transfer_pool.hpp"

#include <algorithm>
#include <utility>

#include "http/curl/loop.hpp"

namespace anthropic::internal {

std::unique_ptr<CurlTransfer> CurlTransferPool::take(std::string_view origin) {
  std::unique_lock lock(mutex_);
  if (idle_.empty()) {
    lock.unlock();
    return std::make_unique<CurlTransfer>(limits_.buffered_body,
                                          loop_ ? loop_->multi_with_room() : std::make_shared<CurlMulti>());
  }
  const auto warm = std::find_if(idle_.rbegin(), idle_.rend(),
                                 [&](const auto& transfer) { return transfer->origin() == origin; });
  const auto chosen = warm == idle_.rend() ? idle_.end() - 1 : warm.base() - 1;
  std::unique_ptr<CurlTransfer> transfer = std::move(*chosen);
  idle_.erase(chosen);
  lock.unlock();
  transfer->finish();
  return transfer;
}

void CurlTransferPool::give_back(std::unique_ptr<CurlTransfer> transfer) {
  if (!transfer->lingers()) transfer->finish();
  std::lock_guard lock(mutex_);
  if (transfer->usable() && idle_.size() < limits_.idle_transfers) idle_.push_back(std::move(transfer));
  // A transfer that is not kept is closed by its owner, the parameter, after the lock is released.
}

}  // namespace anthropic::internal
