#include "client/calls/api_call.hpp"

#include <algorithm>

#include "client/calls/call_times.hpp"

namespace anthropic {
void note_response(const HttpHead& head, ResponseHead& into) {
  into.status = head.status;
  into.headers = head.headers;
  into.request_id = aws::request_id_of(head.headers);
}

ApiCall::ApiCall(std::shared_ptr<MessagesBackend> backend, Result<PlatformRequest> request,
                 RequestOptions options)
    : backend_(std::move(backend)), options_(std::move(options)), request_(std::move(request)) {
  if (auto fault = find_fault(*backend_, options_)) request_ = *std::move(fault);
  if (!request_) return;
  aws::AttemptMaker& maker = *this;
  attempts_.emplace(*backend_->world, backend_->log, backend_->quota,
                    aws::AttemptRequest{.method = request_->method,
                                        .url = request_->url,
                                        .body = request_->body,
                                        .connection = &request_->connection,
                                        .attempt_timeout = attempt_timeout(*backend_, options_),
                                        .idle_timeout = backend_->timeouts.stream_idle,
                                        .deadline = call_deadline(*backend_, options_),
                                        .max_attempts = request_->max_attempts,
                                        .limiter = request_->limiter},
                    maker, options_.stop_token);
}

Result<const HttpHead*> ApiCall::send() {
  if (!request_) return request_.error();
  auto head = attempts_->send();
  if (head) note(**head);
  return head;
}

Result<std::string> ApiCall::body(std::size_t at_least) {
  const std::size_t limit = std::max(at_least, backend_->max_bytes.response);
  while (true) {
    const auto head = send();
    if (!head) return head.error();
    auto body = exchange().read_answer(limit);
    // AWS answers 200 with an error in the body where it does not know a path.
    if (body && body->find("\"__type\"") != std::string::npos && body->size() < 4096) {
      Error error = backend_->platform->error_from_answer(**head, *body);
      if (!error.code.empty()) body = std::move(error);
    }
    if (body) {
      succeeded();
      return body;
    }
    if (!attempts_->should_send_again(body.error())) return complete(body.error());
  }
}

Result<Json> ApiCall::json() {
  const auto text = body();
  if (!text) return text.error();
  auto json = Json::parse(*text);
  if (json) return json;
  Error error = std::move(json).error();
  error.kind = ErrorKind::response_validation;
  return complete(std::move(error));
}

bool ApiCall::authorizes_at_once() const {
  return backend_->platform->authorizes_at_once();
}

Result<aws::Attempt> ApiCall::authorize(std::stop_token stop) {
  return backend_->platform->authorize(*request_, std::move(stop));
}

Error ApiCall::error_from_answer(const HttpHead& head, std::string_view body) {
  note(head);
  return backend_->platform->error_from_answer(head, body);
}

bool ApiCall::learn(const Error& error, const HttpHead& head, const aws::Attempt& attempt) {
  return backend_->platform->learn(error, head, attempt);
}

void ApiCall::add_hint(Error& error) {
  backend_->platform->add_hint(*request_, error);
}

void ApiCall::note(const HttpHead& head) const {
  if (options_.response_into) note_response(head, *options_.response_into);
}

Result<Json> call_api(const std::shared_ptr<MessagesBackend>& owner, ApiRequest request,
                      const RequestOptions& options) {
  const auto& backend = in_this_process(owner);
  ApiCall call(backend, backend->platform->prepare_api(std::move(request), options), options);
  return call.json();
}

}  // namespace anthropic
