#include "call/call_plan.hpp"

#include <utility>

#include "base/time/time_format.hpp"

namespace anthropic::internal {
namespace {

using Action = CallStep::Action;

/// What may be tried again of a failure without an answer.
RetryKind classify_unanswered(const Error& error, bool was_sent) {
  switch (error.kind) {
    // A time-out after the request was sent is final: the answer may be on its way, and each one is paid for.
    case ErrorKind::timeout:
      return was_sent ? RetryKind::none : RetryKind::transient;
    case ErrorKind::connection:
    case ErrorKind::incomplete_stream:
      return RetryKind::transient;
    default:
      return RetryKind::none;
  }
}

}  // namespace

CallPlan::CallPlan(CallLimits limits, const ErrorTable& errors, Random& random)
    : limits_(std::move(limits)),
      errors_(errors),
      retries_({.max_attempts = limits_.max_attempts}, limits_.quota, random) {}

bool CallPlan::has_time_for(std::chrono::milliseconds pause, SteadyTime now) const {
  return !limits_.deadline || limits_.deadline->left(now) > pause;
}

CallStep CallPlan::before_attempt(SteadyTime now) {
  if (limits_.limiter) {
    if (const auto wait = limits_.limiter->wait_before_sending(now)) {
      if (has_time_for(*wait, now)) return {Action::sleep, *wait};
      pause_too_long_ = *wait;
      return {Action::give_up};
    }
  }
  if (!has_time_for({}, now)) return {Action::give_up};
  servers_advice_.reset();
  return {Action::send};
}

void CallPlan::attempted(const Error* error, SteadyTime now) {
  // What was not answered says nothing of the service's limits.
  if (!limits_.limiter || (error && error->status == 0)) return;
  const bool throttled = error && classify(error->status, error->code, errors_) == RetryKind::throttling;
  limits_.limiter->learn(throttled, now);
}

void CallPlan::refused(std::optional<bool> servers_advice, bool has_learned) {
  servers_advice_ = servers_advice;
  retry_at_once_ = has_learned && may_learn();
  learned_ = learned_ || has_learned;
}

CallStep CallPlan::after_failure(const Error& error, bool was_sent, SteadyTime now) {
  if (committed_ || error.kind == ErrorKind::user_abort || credentials_took_too_long_ ||
      !has_time_for({}, now)) {
    return {Action::give_up};
  }
  if (limits_.deadline) last_failure_ = std::make_unique<const Error>(error);
  if (std::exchange(retry_at_once_, false)) return {Action::send};
  if (servers_advice_ == false) return {Action::give_up};
  if (error.status == 0) return pause_before_retry(classify_unanswered(error, was_sent), error, now);
  RetryKind kind = classify(error, errors_);
  if (kind == RetryKind::none && servers_advice_ == true) kind = RetryKind::transient;
  return pause_before_retry(kind, error, now);
}

CallStep CallPlan::pause_before_retry(RetryKind kind, const Error& error, SteadyTime now) {
  const auto delay = retries_.next_delay(kind, error.retry_after);
  if (!delay) return {Action::give_up};
  if (has_time_for(*delay, now)) return {Action::sleep, *delay};
  retries_.give_up();
  pause_too_long_ = *delay;
  return {Action::give_up};
}

/// `last`: how the last attempt ended.
Error CallPlan::time_is_up(const Error& last, int sent) const {
  Error error{.kind = ErrorKind::timeout,
              .message = "the call's time-out of " + readable(limits_.deadline->timeout),
              .hint = "Raise `timeout`, which bounds the whole call with its retries and pauses.",
              .request_id = last.request_id,
              .retry_after = last.retry_after,
              .partial_message = last.partial_message};
  const bool says_so = last.kind == ErrorKind::timeout && last.message.starts_with(error.message);
  if (pause_too_long_) {
    error.message +=
        " would pass before the next attempt, which would begin in " + readable(*pause_too_long_);
  } else if (says_so) {
    error.message = last.message;
  } else {
    error.message += sent == 0 ? " passed before anything was sent" : " passed";
  }
  const Error* answer = last.kind == ErrorKind::timeout ? nullptr : &last;
  if (!answer && last_failure_) answer = last_failure_.get();
  if (answer)
    error.message +=
        (answer->status != 0 ? "; the last answer: " : "; the last attempt: ") + answer->to_string();
  return error;
}

Error CallPlan::final_error(Error error, int sent, SteadyTime now) const {
  const bool timed_out =
      error.kind == ErrorKind::timeout && (credentials_took_too_long_ || !has_time_for({}, now));
  if (pause_too_long_ || timed_out) return time_is_up(error, sent);
  return error;
}

}  // namespace anthropic::internal
