#include "call/call.hpp"

#include "base/process/process_end.hpp"
#include "base/process/process_errors.hpp"
#include "base/text/header_lookup.hpp"
#include "base/text/loggable_url.hpp"
#include "base/threads/stop_after.hpp"
#include "base/time/time_format.hpp"
#include "call/loggable_header.hpp"

namespace anthropic::internal {
namespace {

using Action = CallStep::Action;

constexpr std::size_t kLongestErrorBody = 1u << 20;

/// What the server says of another attempt.
std::optional<bool> advice_in(const Headers& headers) {
  const std::string* advice = find_header(headers, "x-should-retry");
  if (!advice || (*advice != "true" && *advice != "false")) return std::nullopt;
  return *advice == "true";
}

}  // namespace

Call::Call(const World& world, const Log& log, const ErrorTable& errors, CallRequest request,
           CallLimits limits, Authorizer& authorizer, std::stop_token stop, TaskLoop* loop)
    : world_(world),
      log_(log),
      errors_(errors),
      request_(request),
      authorizer_(authorizer),
      stop_(std::move(stop)),
      loop_(loop),
      plan_(std::move(limits), errors, *world.random),
      invocation_id_(world.random->uuid()) {}

std::optional<Wait> Call::step() {
  while (true) {
    std::optional<Wait> more;
    switch (state_) {
      case State::turn:
        take_turn();
        break;
      case State::authorizing:
      case State::fetching:
        more = authorize();
        break;
      case State::sent:
        more = await_head();
        break;
      case State::refused:
        more = await_refusal();
        break;
      case State::pausing:
        more = pause_->poll(now());
        if (!more) state_ = State::turn;
        break;
      case State::answered:
      case State::ended:
        return std::nullopt;
    }
    if (more) return more;
  }
}

Result<const HttpHead*> Call::head() {
  if (failure_) return *failure_;
  return exchange_->head();
}

Result<const HttpHead*> Call::send() {
  while (const auto more = step()) block(*more, *world_.clock);
  return head();
}

void Call::take_turn() {
  if (stop_.stop_requested())
    return end({.kind = ErrorKind::user_abort, .message = "the call was cancelled"});
  if (process_is_ending()) return end(process_ends());
  const CallStep step = plan_.before_attempt(now());
  if (step.action == Action::give_up) return end({.kind = ErrorKind::timeout});
  if (step.action == Action::sleep) return pause(step.pause);
  attempt_began_ = now();
  exchange_.reset();
  request_id_.clear();
  state_ = State::authorizing;
}

/// Here, or on another thread where this one must not wait for credentials.
std::optional<Wait> Call::authorize() {
  const Wait fetched{.flag = &has_fetched_};
  if (state_ == State::fetching) {
    if (!has_fetched_.take()) return fetched;
    begin_attempt(*std::exchange(fetched_, nullptr));
    return std::nullopt;
  }
  const auto fetch = [this] {
    fetched_ = std::make_unique<Result<Attempt>>(authorize_in_time());
    has_fetched_.set();
  };
  if (authorizer_.authorizes_at_once() || !authorizer_.run_apart(fetch)) {
    begin_attempt(authorize_in_time());
    return std::nullopt;
  }
  state_ = State::fetching;
  return fetched;
}

/// As the authorizer does, but for no longer than the call may last.
Result<Attempt> Call::authorize_in_time() {
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

void Call::begin_attempt(Result<Attempt> authorized) {
  if (!authorized) return attempt_ended(&authorized.error());
  attempt_ = *std::move(authorized);
  ++sent_;
  attempt_.headers.emplace_back("amz-sdk-invocation-id", invocation_id_);
  attempt_.headers.emplace_back("amz-sdk-request", "attempt=" + std::to_string(plan_.attempt()) + "; max=" +
                                                       std::to_string(plan_.limits().max_attempts));

  HttpRequest request{.method = request_.method,
                      .url = request_.url,
                      .headers = &attempt_.headers,
                      .body = request_.body,
                      .body_source = request_.body_source,
                      .connection = request_.connection,
                      .timeout = request_.attempt_timeout,
                      .idle_timeout = request_.idle_timeout,
                      .stop = stop_};
  if (const auto& deadline = plan_.limits().deadline) {
    request.time_left = deadline->left(now());
    request.call_timeout = deadline->timeout;
  }
  exchange_ = world_.transport->open(request);
  if (!log_.enabled(LogLevel::debug)) Headers().swap(attempt_.headers);  // Most of a call is waiting.
  state_ = State::sent;
}

std::optional<Wait> Call::await_head() {
  if (auto more = exchange_->poll_head()) return more;
  const auto head = exchange_->head();
  if (!head) {
    attempt_ended(&head.error());
    return std::nullopt;
  }
  request_id_ = request_id_of((*head)->headers);
  if ((*head)->status < 200 || (*head)->status >= 300) {
    state_ = State::refused;
    return std::nullopt;
  }
  authorizer_.answered(**head, {}, nullptr);
  attempt_ended(nullptr);
  return std::nullopt;
}

std::optional<Wait> Call::await_refusal() {
  if (auto more = exchange_->collect(kLongestErrorBody)) return more;
  const std::string body = exchange_->read_start(kLongestErrorBody);
  const HttpHead& head = **exchange_->head();
  Error error = error_from_response(head.status, head.headers, body, errors_);
  authorizer_.answered(head, body, &error);
  if (!error.retry_after) error.retry_after = retry_after(head.headers, world_.clock->now());
  plan_.refused(advice_in(head.headers), plan_.may_learn() && authorizer_.learn(error, head, attempt_));
  exchange_.reset();
  attempt_ended(&error);
  return std::nullopt;
}

void Call::attempt_ended(const Error* error) {
  plan_.attempted(error, now());
  log_outcome(error);
  if (!error) {
    state_ = State::answered;
  } else if (!should_send_again(*error)) {
    end(*error);
  }
}

bool Call::should_send_again(const Error& error) {
  const CallStep step = plan_.after_failure(error, exchange_ && exchange_->sent(), now());
  if (step.action == Action::give_up) return false;
  state_ = State::turn;
  if (step.action == Action::send) return true;
  exchange_.reset();
  if (log_.enabled(LogLevel::info)) {
    log_.write(LogLevel::info,
               "retrying in " + std::to_string(step.pause.count()) + " ms after " + error.to_string());
  }
  pause(step.pause);
  return true;
}

/// Then it is the plan's turn again, which does not send if the call was cancelled meanwhile.
void Call::pause(std::chrono::milliseconds time) {
  pause_.emplace(now() + time, stop_, loop_);
  state_ = State::pausing;
}

void Call::end(Error error) {
  failure_ = std::make_unique<const Error>(complete(std::move(error)));
  state_ = State::ended;
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

void Call::log_outcome(const Error* error) const {
  if (!log_.enabled(LogLevel::debug)) return;
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(now() - attempt_began_).count();
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
