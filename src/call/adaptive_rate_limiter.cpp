#include "call/adaptive_rate_limiter.hpp"

#include <algorithm>
#include <cmath>

namespace anthropic::internal {
namespace {

constexpr double kBeta = 0.7;
constexpr double kScale = 0.4;
constexpr double kSmoothing = 0.8;
constexpr double kBucketsPerSecond = 2;
constexpr double kLowestRate = 0.5;
constexpr double kLowestCapacity = 1;

Seconds since_start(SteadyTime time) {
  return time.time_since_epoch();
}

}  // namespace

double SendingRate::record(Seconds now) {
  const Seconds bucket(std::floor(now.count() * kBucketsPerSecond) / kBucketsPerSecond);
  ++count_;
  if (bucket > last_bucket_) {
    const double current = count_ / (bucket - last_bucket_).count();
    rate_ = current * kSmoothing + rate_ * (1 - kSmoothing);
    count_ = 0;
    last_bucket_ = bucket;
  }
  return rate_;
}

double CubicRate::throttled(double rate, Seconds now) {
  highest_ = rate;
  throttled_at_ = now;
  return rate * kBeta;
}

double CubicRate::succeeded(Seconds now) {
  const double way_back = std::cbrt(highest_ * (1 - kBeta) / kScale);
  const double elapsed = (now - throttled_at_).count();
  return kScale * std::pow(elapsed - way_back, 3) + highest_;
}

void AdaptiveRateLimiter::refill(Seconds now) {
  if (refilled_)
    tokens_ = std::min(capacity_, tokens_ + std::max(0.0, (now - *refilled_).count()) * fill_rate_);
  refilled_ = now;
}

void AdaptiveRateLimiter::set_rate(double rate, Seconds now) {
  refill(now);
  fill_rate_ = std::max(rate, kLowestRate);
  capacity_ = std::max(rate, kLowestCapacity);
  tokens_ = std::min(tokens_, capacity_);
}

std::optional<std::chrono::milliseconds> AdaptiveRateLimiter::wait_before_sending(SteadyTime now) {
  std::lock_guard lock(mutex_);
  if (!is_on_) return std::nullopt;
  refill(since_start(now));
  // What adding up tenths leaves short of a whole token is no reason to wait.
  if (tokens_ >= 1 - 1e-9) {
    tokens_ = std::max(0.0, tokens_ - 1);
    return std::nullopt;
  }
  return std::chrono::milliseconds(std::max(1L, std::lround(std::ceil((1 - tokens_) / fill_rate_ * 1000))));
}

void AdaptiveRateLimiter::learn(bool was_throttled, SteadyTime time) {
  const Seconds now = since_start(time);
  std::lock_guard lock(mutex_);
  if (!sending_) sending_.emplace(Seconds(std::floor(now.count() * kBucketsPerSecond) / kBucketsPerSecond));
  const double sending = sending_->record(now);
  double rate = 0;
  if (was_throttled) {
    const double throttled_at = is_on_ ? std::min(sending, fill_rate_) : sending;
    rate = cubic_.throttled(throttled_at, now);
    is_on_ = true;
  } else {
    rate = cubic_.succeeded(now);
  }
  set_rate(std::min(rate, 2 * sending), now);
}

double AdaptiveRateLimiter::fill_rate() const {
  std::lock_guard lock(mutex_);
  return fill_rate_;
}

double AdaptiveRateLimiter::sending_rate() const {
  std::lock_guard lock(mutex_);
  return sending_ ? sending_->per_second() : 0;
}

}  // namespace anthropic::internal
