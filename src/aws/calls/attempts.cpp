#include "aws/calls/attempts.hpp"

#include "aws/endpoint/known_regions.hpp"
#include "base/process/process_end.hpp"
#include "base/process/process_errors.hpp"
#include "base/text/loggable_url.hpp"
#include "base/text/text.hpp"
#include "base/text/time_format.hpp"
#include "base/threads/stop_after.hpp"

namespace anthropic::aws {
namespace {

constexpr std::size_t longest_error_body = 1u << 20;

/// Whether a failure without an answer is worth another attempt.
bool is_retryable(const Error& error, bool sent) {
  // A time-out after the request was sent is not: the answer may be on its way, and each one is paid for.
  if (error.kind == ErrorKind::timeout) return !sent;
  return error.kind == ErrorKind::connection || error.kind == ErrorKind::incomplete_stream;
}

// A region that does not exist is a host that does not.
void add_region_hint(std::string_view url, Error& error) {
  const std::string hint = region_hint(url);
  if (hint.empty() || error.hint.starts_with(hint)) return;
  error.hint = error.hint.empty() ? hint : hint + " " + error.hint;
}

}  // namespace

std::string request_id_of(const Headers& headers) {
  for (const char* name : {"x-amzn-requestid", "x-amz-request-id", "request-id"}) {
    if (const std::string* id = find_header(headers, name)) return *id;
  }
  return {};
}

Attempts::Attempts(const World& world, const Log& log, std::shared_ptr<RetryQuota> quota,
                   AttemptRequest request, AttemptMaker& maker, std::stop_token stop)
    : world_(world),
      log_(log),
      request_(std::move(request)),
      maker_(maker),
      stop_(std::move(stop)),
      retries_({.max_attempts = request_.max_attempts}, std::move(quota), *world.random),
      invocation_id_(world.random->uuid()) {}

Result<const HttpHead*> Attempts::send() {
  while (true) {
    if (stop_.stop_requested()) {
      return complete(Error{.kind = ErrorKind::user_abort, .message = "the call was cancelled"});
    }
    if (process_is_ending()) return complete(process_ends());
    if (!wait_for_turn() || !has_time_for({})) return complete(Error{.kind = ErrorKind::timeout});
    const SteadyTime began = world_.clock->steady_now();
    const auto error = attempt();
    teach_limiter(error ? &*error : nullptr);
    log_outcome(error ? &*error : nullptr, began);
    if (!error) return exchange_->head();
    if (!should_send_again(*error)) return complete(*error);
  }
}

/// Ends early when cancelled; the attempt says so.
bool Attempts::wait_for_turn() {
  if (!request_.limiter) return true;
  while (const auto wait = request_.limiter->wait_before_sending(world_.clock->steady_now())) {
    if (!has_time_for(*wait)) {
      pause_too_long_ = *wait;
      return false;
    }
    if (!world_.clock->sleep_for(*wait, stop_)) return true;
  }
  return true;
}

bool Attempts::has_time_for(std::chrono::milliseconds pause) const {
  return !request_.deadline || request_.deadline->left(*world_.clock) > pause;
}

/// What was not answered says nothing of the service's limits.
void Attempts::teach_limiter(const Error* error) const {
  if (!request_.limiter || (error && error->status == 0)) return;
  const bool throttled = error && classify(error->status, error->code) == RetryKind::throttling;
  request_.limiter->learn(throttled, world_.clock->steady_now());
}

/// Sends once; empty if the answer's status is a success.
std::optional<Error> Attempts::attempt() {
  exchange_.reset();
  request_id_.clear();
  server_says_retry_.reset();
  auto authorized = authorize();
  if (!authorized) return std::move(authorized).error();
  attempt_ = *std::move(authorized);
  ++sent_;
  attempt_.headers.emplace_back("amz-sdk-invocation-id", invocation_id_);
  attempt_.headers.emplace_back("amz-sdk-request", "attempt=" + std::to_string(retries_.attempts()) +
                                                       "; max=" + std::to_string(request_.max_attempts));

  HttpRequest sent{.method = request_.method,
                   .url = request_.url,
                   .headers = &attempt_.headers,
                   .body = request_.body,
                   .connection = request_.connection,
                   .timeout = request_.attempt_timeout,
                   .idle_timeout = request_.idle_timeout,
                   .stop = stop_};
  if (request_.deadline) {
    sent.time_left = request_.deadline->left(*world_.clock);
    sent.call_timeout = request_.deadline->timeout;
  }
  exchange_ = world_.transport->open(sent);
  const auto head = exchange_->head();
  if (!head) return head.error();
  request_id_ = request_id_of((*head)->headers);
  if ((*head)->status >= 200 && (*head)->status < 300) return std::nullopt;
  return refused(**head);
}

/// As the maker does, but for no longer than the call may last.
Result<Attempt> Attempts::authorize() {
  if (!request_.deadline || maker_.authorizes_at_once()) return maker_.authorize(stop_);
  const StopAfter watched(request_.deadline->left(*world_.clock), stop_);
  auto authorized = maker_.authorize(watched.token());
  if (stop_.stop_requested() || (!watched.is_over() && has_time_for({}))) return authorized;
  credentials_took_too_long_ = true;
  return Error{.kind = ErrorKind::timeout,
               .message = "the call's time-out of " + readable(request_.deadline->timeout) +
                          " passed while waiting for credentials"};
}

// Not inlined: what it needs is not to be on the stack of each attempt that waits.
[[gnu::noinline]] Error Attempts::refused(const HttpHead& head) {
  Error error = maker_.error_from_answer(head, exchange_->read_start(longest_error_body));
  if (!error.retry_after) error.retry_after = retry_after(head.headers, world_.clock->now());
  const std::string* advice = find_header(head.headers, "x-should-retry");
  if (advice && (*advice == "true" || *advice == "false")) server_says_retry_ = *advice == "true";
  // Once: a server that refuses what was learnt from it would otherwise be asked for ever.
  retry_at_once_ = !learned_ && maker_.learn(error, head, attempt_);
  learned_ = learned_ || retry_at_once_;
  exchange_.reset();
  return error;
}

bool Attempts::should_send_again(const Error& error) {
  if (error.kind == ErrorKind::user_abort || credentials_took_too_long_ || !has_time_for({})) return false;
  if (request_.deadline) last_failure_ = error;
  if (retry_at_once_) {
    retry_at_once_ = false;
    return true;
  }
  if (server_says_retry_ == false) return false;
  if (error.status == 0) {
    const bool sent = exchange_ && exchange_->sent();
    return is_retryable(error, sent) && pause_before_retry(error, RetryKind::transient);
  }
  auto kind = classify(error);
  if (kind == RetryKind::none && server_says_retry_ == true) kind = RetryKind::transient;
  return kind != RetryKind::none && pause_before_retry(error, kind);
}

bool Attempts::pause_before_retry(const Error& error, RetryKind kind) {
  const auto delay = retries_.next_delay(kind, error.retry_after);
  if (!delay) return false;
  if (!has_time_for(*delay)) {
    retries_.give_up();
    pause_too_long_ = *delay;
    return false;
  }
  exchange_.reset();
  if (log_.enabled(LogLevel::info)) {
    log_.write(LogLevel::info,
               "retrying in " + std::to_string(delay->count()) + " ms after " + error.to_string());
  }
  // When cancelled in the pause, send() says so.
  world_.clock->sleep_for(*delay, stop_);
  return true;
}

void Attempts::succeeded() {
  retries_.succeeded();
  exchange_.reset();
}

/// `last`: how the last attempt ended.
Error Attempts::time_is_up(const Error& last) const {
  const CallDeadline& deadline = *request_.deadline;
  Error error{.kind = ErrorKind::timeout,
              .message = "the call's time-out of " + readable(deadline.timeout),
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
    error.message += sent_ == 0 ? " passed before anything was sent" : " passed";
  }
  const Error* answer = last.kind == ErrorKind::timeout ? nullptr : &last;
  if (!answer && last_failure_) answer = &*last_failure_;
  if (answer)
    error.message +=
        (answer->status != 0 ? "; the last answer: " : "; the last attempt: ") + answer->to_string();
  return error;
}

Error Attempts::complete(Error error) const {
  const bool timed_out =
      error.kind == ErrorKind::timeout && (credentials_took_too_long_ || !has_time_for({}));
  if (pause_too_long_ || timed_out) error = time_is_up(error);
  error.attempts = sent_;
  if (error.request_id.empty()) error.request_id = request_id_;
  maker_.add_hint(error);
  if (error.kind == ErrorKind::connection) add_region_hint(request_.url, error);
  return error;
}

void Attempts::log_outcome(const Error* error, SteadyTime began) const {
  if (!log_.enabled(LogLevel::debug)) return;
  const auto took =
      std::chrono::duration_cast<std::chrono::milliseconds>(world_.clock->steady_now() - began).count();
  std::string line = std::string(request_.method) + " " + loggable_url(request_.url);
  for (const auto& [name, value] : attempt_.headers) {
    line += "\n  " + name + ": " + std::string(loggable_header(name, value));
  }
  line += "\n  body of " + std::to_string(request_.body.size()) + " bytes, attempt " + std::to_string(sent_) +
          ", head after " + std::to_string(took) + " ms: " + (error ? error->to_string() : "success");
  if (!request_id_.empty()) line += ", request id " + request_id_;
  const Environment& environment = *world_.environment;
  if (request_.url.starts_with("http://") && environment.get("REQUEST_METHOD") &&
      environment.get("HTTP_PROXY")) {
    line +=
        "\n  HTTP_PROXY does not count: REQUEST_METHOD is set, and in a CGI program a client's header makes "
        "it";
  }
  log_.write(LogLevel::debug, line);
}

}  // namespace anthropic::aws
