#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/random.hpp"

// Retry as AWS's SDKs do it since 2026 ("standard 2.1").
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html

namespace anthropic::aws {

enum class RetryKind : std::uint8_t { none, transient, throttling };

/// Whether an answer with this status and AWS error code is worth another attempt.
RetryKind classify(int status, std::string_view code);

/// The tokens that retries of one host are paid with, shared by all threads of a client. Lock-free.
class RetryQuota;

struct RetryPolicy {
  int max_attempts = 3;
};

/// The retries of one call. Used by one thread.
class RetrySession {
 public:
  RetrySession(RetryPolicy policy, std::shared_ptr<RetryQuota> quota, Random& random);

  /// How long to wait before the next attempt; empty when there is none to be made.
  /// `retry_after`: what the server asked for.
  std::optional<std::chrono::milliseconds> next_delay(RetryKind kind,
                                                      std::optional<std::chrono::milliseconds> retry_after);
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

std::shared_ptr<RetryQuota> make_retry_quota();
int available(const RetryQuota& quota);

}  // namespace anthropic::aws
