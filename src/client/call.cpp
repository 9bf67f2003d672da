#include "client/call.hpp"

#include "base/text.hpp"
#include "base/time_format.hpp"

namespace anthropic {
namespace {

constexpr std::size_t longest_error_body = 1u << 20;

/// Whether a failure without an answer is worth another attempt.
bool is_retryable(const Error& error, bool sent) {
  // A time-out after the request was sent is not: the answer may be on its way, and each one is paid for.
  if (error.kind == ErrorKind::timeout) return !sent;
  return error.kind == ErrorKind::connection || error.kind == ErrorKind::incomplete_stream;
}

}  // namespace

Call::Call(std::shared_ptr<MessagesBackend> backend, const MessageCreateParams& params,
           const RequestOptions& options, bool stream, std::stop_token stop)
    : backend_(std::move(backend)), options_(options), stop_(std::move(stop)) {
  auto request = backend_->platform->prepare(params, options, stream);
  if (!request) {
    refused_locally_ = std::move(request).error();
    return;
  }
  request_ = *std::move(request);
  invocation_id_ = backend_->world->random->uuid();
  retries_.emplace(aws::RetryPolicy{.max_attempts = request_.max_attempts}, backend_->quota,
                   *backend_->world->random);
}

Result<const HttpHead*> Call::send() {
  if (refused_locally_) return *refused_locally_;
  while (true) {
    if (stop_.stop_requested()) {
      return complete(Error{.kind = ErrorKind::user_abort, .message = "the call was cancelled"});
    }
    const SteadyTime began = backend_->world->clock->steady_now();
    const auto error = attempt();
    log_outcome(error ? &*error : nullptr, began);
    if (!error) return exchange_->head();
    if (!should_send_again(*error)) return complete(*error);
  }
}

/// Sends once; empty if the answer's status is a success.
std::optional<Error> Call::attempt() {
  exchange_.reset();
  request_id_.clear();
  server_says_retry_.reset();
  auto authorized = backend_->platform->authorize(request_, stop_);
  if (!authorized) return std::move(authorized).error();
  attempt_ = *std::move(authorized);
  ++sent_;
  sent_headers_ = attempt_.headers;
  sent_headers_.emplace_back("amz-sdk-invocation-id", invocation_id_);
  sent_headers_.emplace_back("amz-sdk-request", "attempt=" + std::to_string(retries_->attempts()) +
                                                    "; max=" + std::to_string(request_.max_attempts));

  exchange_ = backend_->world->transport->open({.method = request_.method,
                                                .url = request_.url,
                                                .headers = &sent_headers_,
                                                .body = request_.body,
                                                .connection = &request_.connection,
                                                .timeout = options_.timeout.value_or(backend_->timeouts.call),
                                                .idle_timeout = backend_->timeouts.stream_idle,
                                                .stop = stop_});
  const auto head = exchange_->head();
  if (!head) return head.error();
  request_id_ = backend_->platform->request_id(**head);
  if ((*head)->status >= 200 && (*head)->status < 300) return std::nullopt;
  return refused(**head);
}

Error Call::refused(const HttpHead& head) {
  const auto body = exchange_->read_all(longest_error_body);
  Error error =
      backend_->platform->error_from_answer(head, body ? std::string_view(*body) : std::string_view());
  if (!error.retry_after) error.retry_after = aws::retry_after(head.headers, backend_->world->clock->now());
  const std::string* advice = find_header(head.headers, "x-should-retry");
  if (advice && (*advice == "true" || *advice == "false")) server_says_retry_ = *advice == "true";
  // Once: a server that refuses what was learnt from it would otherwise be asked for ever.
  retry_at_once_ = !learned_ && backend_->platform->learn(error, head, attempt_);
  learned_ = learned_ || retry_at_once_;
  exchange_.reset();
  return error;
}

bool Call::should_send_again(const Error& error) {
  if (refused_locally_ || error.kind == ErrorKind::user_abort) return false;
  if (retry_at_once_) {
    retry_at_once_ = false;
    return true;
  }
  if (server_says_retry_ == false) return false;
  if (error.status == 0) {
    const bool sent = exchange_ && exchange_->sent();
    return is_retryable(error, sent) && pause_before_retry(error, aws::RetryKind::transient);
  }
  auto kind = aws::classify(error.status, error.code);
  if (kind == aws::RetryKind::none && server_says_retry_ == true) kind = aws::RetryKind::transient;
  return kind != aws::RetryKind::none && pause_before_retry(error, kind);
}

bool Call::pause_before_retry(const Error& error, aws::RetryKind kind) {
  const auto delay = retries_->next_delay(kind, error.retry_after);
  if (!delay) return false;
  exchange_.reset();
  if (backend_->log.enabled(LogLevel::info)) {
    backend_->log.write(LogLevel::info,
                        "retrying in " + std::to_string(delay->count()) + " ms after " + error.to_string());
  }
  // When cancelled in the pause, send() says so.
  backend_->world->clock->sleep_for(*delay, stop_);
  return true;
}

void Call::succeeded() {
  if (retries_) retries_->succeeded();
  exchange_.reset();
}

Error Call::complete(Error error) const {
  error.attempts = sent_;
  if (error.request_id.empty()) error.request_id = request_id_;
  if (!refused_locally_) backend_->platform->add_hint(request_, error);
  return error;
}

void Call::log_outcome(const Error* error, SteadyTime began) const {
  if (!backend_->log.enabled(LogLevel::debug)) return;
  const auto took =
      std::chrono::duration_cast<std::chrono::milliseconds>(backend_->world->clock->steady_now() - began)
          .count();
  std::string line = request_.method + " " + request_.url;
  for (const auto& [name, value] : sent_headers_) {
    line += "\n  " + name + ": " + std::string(loggable_header(name, value));
  }
  line += "\n  body of " + std::to_string(request_.body.size()) + " bytes, attempt " + std::to_string(sent_) +
          ", head after " + std::to_string(took) + " ms: " + (error ? error->to_string() : "success");
  if (!request_id_.empty()) line += ", request id " + request_id_;
  backend_->log.write(LogLevel::debug, line);
}

}  // namespace anthropic
