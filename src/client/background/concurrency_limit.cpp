#include "client/background/concurrency_limit.hpp"

#include <algorithm>

namespace anthropic::internal {

ConcurrencyLimit::ConcurrencyLimit(int most) : most_(std::max(most, 1)), allowed_(most_) {}

bool ConcurrencyLimit::throttled(unsigned& epoch) {
  if (epoch != epoch_) {
    epoch = epoch_;
    return false;
  }
  epoch = ++epoch_;
  const double before = allowed_;
  allowed_ = std::max(allowed_ / 2, 1.0);
  return allowed_ < before;
}

void ConcurrencyLimit::succeeded() {
  allowed_ = std::min(allowed_ + 1 / allowed_, most_);
}

}  // namespace anthropic::internal
