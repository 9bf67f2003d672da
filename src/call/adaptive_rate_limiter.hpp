#pragma once

#include <chrono>
#include <mutex>
#include <optional>

#include "base/time/clock.hpp"

// The client-side rate limiter of AWS's retry mode "adaptive": how fast requests go out follows what the
// service lets through. https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html

namespace anthropic::internal {

using Seconds = std::chrono::duration<double>;

/// How many requests a second are sent, smoothed over half seconds. Not thread-safe.
class SendingRate {
 public:
  explicit SendingRate(Seconds now) : last_bucket_(now) {}
  /// One more was sent; the rate now.
  double record(Seconds now);
  double per_second() const { return rate_; }

 private:
  Seconds last_bucket_;
  double rate_ = 0;
  int count_ = 0;
};

/// The curve along which the rate grows back after a throttle (RFC 9438). Not thread-safe.
class CubicRate {
 public:
  CubicRate(double highest, Seconds throttled_at) : highest_(highest), throttled_at_(throttled_at) {}
  /// The rate to fall to when throttled at `rate`.
  double throttled(double rate, Seconds now);
  /// The rate to rise to.
  double succeeded(Seconds now);

 private:
  double highest_;
  Seconds throttled_at_;
};

/// The requests of one session to one host. Grants all until the service throttles for the first time.
/// Thread-safe.
class AdaptiveRateLimiter {
 public:
  /// How long to wait before asking again; empty when the request may go, which takes a token.
  std::optional<std::chrono::milliseconds> wait_before_sending(SteadyTime now);
  /// What came of a request.
  void learn(bool was_throttled, SteadyTime now);

  /// Tokens a second; half a one at least. For tests and logs.
  double fill_rate() const;
  double sending_rate() const;

 private:
  void refill(Seconds now);
  void set_rate(double rate, Seconds now);

  mutable std::mutex mutex_;
  std::optional<SendingRate> sending_;
  CubicRate cubic_{0, Seconds(0)};
  bool is_on_ = false;
  double fill_rate_ = 0;
  double capacity_ = 0;
  double tokens_ = 0;
  std::optional<Seconds> refilled_;
};

}  // namespace anthropic::internal
