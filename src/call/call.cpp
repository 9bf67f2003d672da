#include "call/call.hpp"

#include "base/process/process_end.hpp"
#include "base/process/process_errors.hpp"
#include "base/text/header_lookup.hpp"
#include "base/text/loggable_url.hpp"
#include "base/text/time_format.hpp"
#include "base/threads/stop_after.hpp"
#include "call/loggable_header.hpp"

namespace anthropic::internal {
namespace {

using Action = CallStep::Action;

constexpr std::size_t longest_error_body = 1u << 20;

/// What the server says of another attempt.
std::optional<bool> advice_in(const Headers& headers) {
  const std::string* advice = find_header(headers, "x-should-retry");
  if (!advice || (*advice != "true" && *advice != "false")) return std::nullopt;
  return *advice == "true";
}

}  // namespace

Call::Call(const World& world, const Log& log, const ErrorTable& errors, CallRequest request,
           CallLimits limits, Authorizer& authorizer, std::stop_token stop)
    : world_(world),
      log_(log),
      errors_(errors),
      request_(request),
      authorizer_(authorizer),
      stop_(std::move(stop)),
      plan_(std::move(limits), errors, *world.random),
      invocation_id_(world.random->uuid()) {}

Result<const HttpHead*> Call::send() {
  while (true) {
    if (auto over = wait_for_turn()) return complete(*std::move(over));
    const SteadyTime began = now();
    const auto error = attempt();
    plan_.attempted(error ? &*error : nullptr, now());
    log_outcome(error ? &*error : nullptr, began);
    if (!error) return exchange_->head();
    if (!should_send_again(*error)) return complete(*error);
  }
}

/// Why there is no other attempt, if there is none.
std::optional<Error> Call::wait_for_turn() {
  while (true) {
    if (stop_.stop_requested())
      return Error{.kind = ErrorKind::user_abort, .message = "the call was cancelled"};
    if (process_is_ending()) return process_ends();
    const CallStep step = plan_.before_attempt(now());
    if (step.action == Action::send) return std::nullopt;
    if (step.action == Action::give_up) return Error{.kind = ErrorKind::timeout};
    world_.clock->sleep_for(step.pause, stop_);
  }
}

/// Sends once; empty if the answer's status is a success.
std::optional<Error> Call::attempt() {
  exchange_.reset();
  request_id_.clear();
  auto authorized = authorize();
  if (!authorized) return std::move(authorized).error();
  attempt_ = *std::move(authorized);
  ++sent_;
  attempt_.headers.emplace_back("amz-sdk-invocation-id", invocation_id_);
  attempt_.headers.emplace_back("amz-sdk-request", "attempt=" + std::to_string(plan_.attempt()) + "; max=" +
                                                       std::to_string(plan_.limits().max_attempts));

  HttpRequest sent{.method = request_.method,
                   .url = request_.url,
                   .headers = &attempt_.headers,
                   .body = request_.body,
                   .body_source = request_.body_source,
                   .connection = request_.connection,
                   .timeout = request_.attempt_timeout,
                   .idle_timeout = request_.idle_timeout,
                   .stop = stop_};
  if (const auto& deadline = plan_.limits().deadline) {
    sent.time_left = deadline->left(now());
    sent.call_timeout = deadline->timeout;
  }
  exchange_ = world_.transport->open(sent);
  const auto head = exchange_->head();
  if (!head) return head.error();
  request_id_ = request_id_of((*head)->headers);
  if ((*head)->status < 200 || (*head)->status >= 300) return refused(**head);
  authorizer_.answered(**head, {}, nullptr);
  return std::nullopt;
}

/// As the authorizer does, but for no longer than the call may last.
Result<Attempt> Call::authorize() {
  const auto& deadline = plan_.limits().deadline;
  if (!deadline || authorizer_.authorizes_at_once()) return authorizer_.authorize(stop_);
  const StopAfter watched(deadline->left(now()), stop_);
  auto authorized = authorizer_.authorize(watched.token());
  if (stop_.stop_requested() || (!watched.is_over() && deadline->left(now()).count() > 0)) return authorized;
  plan_.credentials_took_too_long();
  return Error{.kind = ErrorKind::timeout,
               .message = "the call's time-out of " + readable(deadline->timeout) +
                          " passed while waiting for credentials"};
}

// Not inlined: what it needs is not to be on the stack of each attempt that waits.
[[gnu::noinline]] Error Call::refused(const HttpHead& head) {
  const std::string body = exchange_->read_start(longest_error_body);
  Error error = error_from_response(head.status, head.headers, body, errors_);
  authorizer_.answered(head, body, &error);
  if (!error.retry_after) error.retry_after = retry_after(head.headers, world_.clock->now());
  plan_.refused(advice_in(head.headers), plan_.may_learn() && authorizer_.learn(error, head, attempt_));
  exchange_.reset();
  return error;
}

bool Call::should_send_again(const Error& error) {
  const CallStep step = plan_.after_failure(error, exchange_ && exchange_->sent(), now());
  if (step.action != Action::sleep) return step.action == Action::send;
  exchange_.reset();
  if (log_.enabled(LogLevel::info)) {
    log_.write(LogLevel::info,
               "retrying in " + std::to_string(step.pause.count()) + " ms after " + error.to_string());
  }
  // When cancelled in the pause, send() says so.
  world_.clock->sleep_for(step.pause, stop_);
  return true;
}

void Call::succeeded() {
  plan_.succeeded();
  exchange_.reset();
}

Error Call::complete(Error error) const {
  error = plan_.final_error(std::move(error), sent_, now());
  error.attempts = sent_;
  if (error.request_id.empty()) error.request_id = request_id_;
  authorizer_.add_hint(error);
  return error;
}

void Call::log_outcome(const Error* error, SteadyTime began) const {
  if (!log_.enabled(LogLevel::debug)) return;
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(now() - began).count();
  std::string line = std::string(request_.method) + " " + loggable_url(request_.url);
  for (const auto& [name, value] : attempt_.headers) {
    line += "\n  " + name + ": " + std::string(loggable_header(name, value));
  }
  const auto body_size = request_.body_source ? request_.body_source->size() : request_.body.size();
  line += "\n  body of " + std::to_string(body_size) + " bytes, attempt " + std::to_string(sent_) +
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

}  // namespace anthropic::internal
