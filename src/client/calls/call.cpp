#include "client/calls/call.hpp"

#include <atomic>

#include "base/process/never_destroyed.hpp"
#include "base/text/text.hpp"
#include "base/threads/guarded.hpp"
#include "client/calls/api_call.hpp"
#include "client/calls/call_times.hpp"
#include "platform/models/support.hpp"

namespace anthropic {

Call::Call(std::shared_ptr<MessagesBackend> backend, const MessageCreateParams& params,
           const RequestOptions& options, bool stream, std::stop_token stop, const CallPlace& place)
    : backend_(std::move(backend)),
      place_(place),
      record_{.model = params.model, .stream = stream, .started = place_.world.clock->now()},
      began_(place_.world.clock->steady_now()),
      response_into_(options.response_into) {
  refused_locally_ = find_fault(*backend_, options);
  if (refused_locally_) return;
  auto request = backend_->platform->prepare(params, options, stream);
  if (!request) {
    refused_locally_ = std::move(request).error();
    return;
  }
  if (backend_->check_support) refused_locally_ = check(*request);
  if (refused_locally_) return;
  request_ = *std::move(request);
  record_.model = request_.model;
  aws::AttemptMaker& maker = *this;
  attempts_.emplace(
      place_.world, backend_->log, backend_->quota,
      aws::AttemptRequest{.method = request_.method,
                          .url = request_.url,
                          .body = request_.body,
                          .connection = &request_.connection,
                          .attempt_timeout = attempt_timeout(*backend_, options),
                          .idle_timeout = backend_->timeouts.stream_idle,
                          .deadline = earlier(call_deadline(*backend_, options), place_.deadline),
                          .max_attempts = request_.max_attempts,
                          .limiter = request_.limiter},
      maker, std::move(stop));
}

/// Why the request is bound to be refused. What a model that is not in the table may refuse is only logged.
std::optional<Error> Call::check(const PlatformRequest& request) const {
  RequestFacts facts = read_request_facts(request.body);
  facts.has_betas = facts.has_betas || find_header(request.signed_headers, "anthropic-beta") ||
                    find_header(request.unsigned_headers, "anthropic-beta");
  if (auto refused = refuse_request(backend_->platform->door(), request.model, request.region, facts))
    return refused;
  if (!backend_->log.enabled(LogLevel::warn)) return std::nullopt;
  for (const BrokenRule& rule : warnings_for_new_model(request.model, facts)) {
    backend_->log.write(LogLevel::warn, "this may be refused, as newer models do: " +
                                            (rule.message.empty() ? rule.words : rule.message));
  }
  return std::nullopt;
}

Result<const HttpHead*> Call::send() {
  if (refused_locally_) return *refused_locally_;
  auto head = attempts_->send();
  if (head) note(**head);
  return head;
}

void Call::close() {
  if (attempts_) attempts_->close();
}

const std::string& Call::request_id() const {
  static const NeverDestroyed<std::string> none;
  return attempts_ ? attempts_->request_id() : *none;
}

void Call::note_first_token() {
  if (record_.time_to_first_token) return;
  record_.time_to_first_token =
      std::chrono::duration_cast<std::chrono::milliseconds>(place_.world.clock->steady_now() - began_);
}

void Call::report(const Message* message, const Error* error) {
  if (reported_ || !backend_->observer) return;
  reported_ = true;
  record_.duration =
      std::chrono::duration_cast<std::chrono::milliseconds>(place_.world.clock->steady_now() - began_);
  record_.attempts = attempts_ ? attempts_->sent() : 0;
  record_.request_id = request_id();
  record_.message = message;
  record_.error = error;
  record_.request_body = request_.body;
  run_guarded(backend_->log, "the client's on_call", [&] { backend_->observer(record_); });
}

bool Call::authorizes_at_once() const {
  return backend_->platform->authorizes_at_once();
}

Result<aws::Attempt> Call::authorize(std::stop_token stop) {
  if (!place_.loop || backend_->platform->authorizes_at_once()) {
    return backend_->platform->authorize(request_, std::move(stop));
  }
  // Other calls of the loop are not to wait for credentials.
  std::optional<Result<aws::Attempt>> made;
  std::atomic<bool> over = false;
  const bool elsewhere = backend_->threads.run_at_once([&, loop = place_.loop->shared_from_this()] {
    made.emplace(backend_->platform->authorize(request_, stop));
    over = true;
    loop->wake();
  });
  if (!elsewhere) return backend_->platform->authorize(request_, std::move(stop));
  place_.loop->wait_for(over);
  return *std::move(made);
}

Error Call::error_from_answer(const HttpHead& head, std::string_view body) {
  note(head);
  Error error = backend_->platform->error_from_answer(head, body);
  if (on_throttled_ && aws::classify(error.status, error.code) == aws::RetryKind::throttling) on_throttled_();
  return error;
}

void Call::note(const HttpHead& head) const {
  if (response_into_) note_response(head, *response_into_);
}

bool Call::learn(const Error& error, const HttpHead& head, const aws::Attempt& attempt) {
  return backend_->platform->learn(error, head, attempt);
}

void Call::add_hint(Error& error) {
  backend_->platform->add_hint(request_, error);
}

}  // namespace anthropic
