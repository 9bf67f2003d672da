#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>

#include <anthropic/headers.hpp>

#include "base/crypto/random.hpp"
#include "base/time/clock.hpp"

// Retry as AWS's SDKs do it since 2026 ("standard 2.1").
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html

namespace anthropic::internal {

enum class RetryKind : std::uint8_t { none, transient, throttling };

/// Whether an answer with this status is worth another attempt, where nothing else says what it means.
RetryKind retry_kind_of_status(int status);

/// How long the server asked to wait: `x-amz-retry-after` and `retry-after-ms` in milliseconds, `retry-after`
/// in seconds or as a date, the first that makes sense. A date is compared with the answer's own `date`, and
/// with `now` where there is none.
std::optional<std::chrono::milliseconds> retry_after(const Headers& headers, SystemTime now);

/// The tokens that retries of one host are paid with, shared by all threads of a client. Lock-free.
class RetryQuota;

std::shared_ptr<RetryQuota> make_retry_quota(int tokens = 500);
int available(const RetryQuota& quota);

struct RetryPolicy {
  int max_attempts = 3;  ///< the first included
  std::chrono::milliseconds transient_delay = std::chrono::milliseconds(50);
  std::chrono::milliseconds throttling_delay = std::chrono::seconds(1);
  std::chrono::milliseconds longest_delay = std::chrono::seconds(20);
  /// How much longer than its own delay the server may make a retry wait.
  std::chrono::milliseconds server_may_add = std::chrono::seconds(5);
};

/// The retries of one call. Used by one thread.
class RetrySession {
 public:
  RetrySession(RetryPolicy policy, std::shared_ptr<RetryQuota> quota, Random& random);

  /// How long to wait before the next attempt; empty when there is none to be made.
  /// `retry_after`: what the server asked for. It cannot make the delay shorter.
  std::optional<std::chrono::milliseconds> next_delay(RetryKind kind,
                                                      std::optional<std::chrono::milliseconds> retry_after);
  /// The attempt that next_delay() granted is not made: pays back.
  void give_up();
  /// The call succeeded: pays back.
  void succeeded();
  /// Attempts begun so far, the first included.
  int attempts() const { return attempts_; }

 private:
  RetryPolicy policy_;
  std::shared_ptr<RetryQuota> quota_;
  Random& random_;
  int attempts_ = 1;
  int last_cost_ = 0;
};

}  // namespace anthropic::internal
