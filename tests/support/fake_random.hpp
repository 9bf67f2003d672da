#pragma once

#include <deque>
#include <mutex>

#include "base/crypto/random.hpp"
#include "base/public_names.hpp"

namespace anthropic::internal::testing {

/// Answers what it was told to, then `otherwise` for ever.
class FakeRandom final : public Random {
 public:
  double uniform() override {
    std::lock_guard lock(mutex_);
    if (next_.empty()) return otherwise_;
    const double value = next_.front();
    next_.pop_front();
    return value;
  }
  void push(double value) {
    std::lock_guard lock(mutex_);
    next_.push_back(value);
  }
  void otherwise(double value) {
    std::lock_guard lock(mutex_);
    otherwise_ = value;
  }

 private:
  std::mutex mutex_;
  std::deque<double> next_;
  double otherwise_ = 0.5;
};

}  // namespace anthropic::internal::testing
