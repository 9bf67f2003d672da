#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>

#include <anthropic/error.hpp>

#include "base/threads/call_deadline.hpp"
#include "call/adaptive_rate_limiter.hpp"
#include "call/error.hpp"
#include "call/retry.hpp"

namespace anthropic::internal {

/// How often and how long a call is tried.
struct CallLimits {
  int max_attempts = 3;                               ///< the first included
  std::optional<CallDeadline> deadline = {};          ///< of the call
  std::shared_ptr<RetryQuota> quota = {};             ///< that retries are paid from
  std::shared_ptr<AdaptiveRateLimiter> limiter = {};  ///< of the retry mode "adaptive"; else null
};

/// What a call does next.
struct CallStep {
  enum class Action : std::uint8_t { send, sleep, give_up };
  Action action = Action::give_up;
  std::chrono::milliseconds pause{0};  ///< of `sleep`, after which the plan is asked again
};

/// Decides what a call does next: send, sleep or give up. It sends nothing, sleeps never and reads no clock,
/// so that whoever makes the call may do it with a thread or on a loop. Used by one at a time.
class CallPlan {
 public:
  /// `errors` and `random` must outlive it.
  CallPlan(CallLimits limits, const ErrorTable& errors, Random& random);

  /// Before each attempt, and again after each sleep.
  CallStep before_attempt(SteadyTime now);

  /// An answer's head is there (null), or the attempt failed.
  void attempted(const Error* error, SteadyTime now);
  /// The attempt was refused: what the server says of another one in `x-should-retry`, and whether the
  /// refusal taught something that makes the next attempt better.
  void refused(std::optional<bool> servers_advice, bool has_learned);
  /// Whether what a refusal teaches still counts. Once: a server that refuses what was learnt from it would
  /// otherwise be asked for ever.
  bool may_learn() const { return !learned_; }
  /// The attempt ended before it was sent, as the call's time passed.
  void credentials_took_too_long() { credentials_took_too_long_ = true; }
  /// Something of the answer has been handed on: from now on a failure is final.
  void commit() { committed_ = true; }

  /// An attempt failed, or its answer while it was read. `was_sent`: the server may have seen the request.
  CallStep after_failure(const Error& error, bool was_sent, SteadyTime now);
  /// The whole answer is there.
  void succeeded() { retries_.succeeded(); }

  /// The error that the call ends with, when its last attempt ended with `error`: that, or the call's
  /// time-out.
  Error final_error(Error error, int sent, SteadyTime now) const;

  /// Of the next attempt, from 1 on.
  int attempt() const { return retries_.attempts(); }
  const CallLimits& limits() const { return limits_; }

 private:
  bool has_time_for(std::chrono::milliseconds pause, SteadyTime now) const;
  CallStep pause_before_retry(RetryKind kind, const Error& error, SteadyTime now);
  Error time_is_up(const Error& last, int sent) const;

  const CallLimits limits_;
  const ErrorTable& errors_;
  RetrySession retries_;
  bool committed_ = false;
  bool learned_ = false;
  bool retry_at_once_ = false;  // the last failure taught something
  bool credentials_took_too_long_ = false;
  std::optional<bool> servers_advice_;
  // The next attempt would begin so long from now, and the call's time is over by then.
  std::optional<std::chrono::milliseconds> pause_too_long_;
  std::unique_ptr<const Error>
      last_failure_;  // of the attempts before this one, where the call has a deadline
};

}  // namespace anthropic::internal
