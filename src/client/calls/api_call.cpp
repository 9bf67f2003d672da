#include "client/calls/api_call.hpp"

#include <algorithm>

#include "base/process/never_destroyed.hpp"
#include "client/calls/call_times.hpp"
#include "client/tracing/error_attributes.hpp"
#include "platform/errors/api_errors.hpp"

namespace anthropic::internal {

ApiCall::ApiCall(std::shared_ptr<ClientCore> core, TracedRequest request, const RequestOptions& options,
                 std::stop_token stop, const CallContext& context)
    : core_(std::move(core)),
      loop_(context.loop),
      span_(std::move(request.span)),
      request_(std::move(request.request)),
      response_into_(options.response_into) {
  if (auto fault = find_fault(*core_, options)) request_ = *std::move(fault);
  if (span_) describe_destination(*span_, core_->platform->kind(), request_);
  if (!request_) return;
  core_->tracer->put_on(span_ ? span_->context() : options.trace, request_->unsigned_headers);
  Authorizer& authorizer = *this;
  call_.emplace(context.world, core_->log, api_errors(),
                CallRequest{.method = request_->method,
                            .url = request_->url,
                            .body = request_->body,
                            .body_source = request_->body_source.get(),
                            .connection = &request_->connection,
                            .attempt_timeout = attempt_timeout(*core_, options),
                            .idle_timeout = core_->timeouts.stream_idle},
                CallLimits{.max_attempts = request_->max_attempts,
                           .deadline = earlier(call_deadline(*core_, options), context.deadline),
                           .quota = core_->quota,
                           .limiter = request_->limiter},
                authorizer, std::move(stop), loop_);
}

void ApiCall::close() {
  if (call_) call_->close();
}

const std::string& ApiCall::request_id() const {
  static const NeverDestroyed<std::string> none;
  return call_ ? call_->request_id() : *none;
}

Result<std::string> ApiCall::body(std::size_t at_least) {
  auto body = read_body(at_least);
  ended(body ? nullptr : &body.error());
  return body;
}

Result<Json> ApiCall::json(const AnswerCheck& check) {
  auto json = read_json(check);
  if (span_ && json) describe_answer(*span_, *json);
  ended(json ? nullptr : &json.error());
  return json;
}

void ApiCall::ended(const Error* error) {
  if (!span_ || !span_->claim_end()) return;
  describe_last_attempt(*span_, core_->platform->kind(),
                        {.status = status(), .sent = sent(), .request_id = request_id()});
  end_span(*span_, error);
}

Result<std::string> ApiCall::read_body(std::size_t at_least) {
  const std::size_t limit = std::max(at_least, core_->max_bytes.response);
  return run([&](const HttpHead& head) -> Result<std::string> {
    auto body = exchange().read_answer(limit);
    // AWS answers 200 with an error in the body where it does not know a path.
    if (body && body->find("\"__type\"") != std::string::npos && body->size() < 4096) {
      Error error = error_from_response(head.status, head.headers, *body, api_errors());
      if (!error.code.empty()) return error;
    }
    return body;
  });
}

Result<Json> ApiCall::read_json(const AnswerCheck& check) {
  const auto text = read_body(0);
  if (!text) return text.error();
  auto json = Json::parse(*text);
  Error error;
  if (!json)
    error = json.error();
  else if (check)
    error.message = check(*json);
  if (error.message.empty()) return json;
  error.kind = ErrorKind::response_validation;
  return complete(std::move(error));
}

bool ApiCall::authorizes_at_once() const {
  return core_->platform->authorizes_at_once();
}

/// The loop's other calls must not wait for credentials.
bool ApiCall::run_apart(std::function<void()> task) {
  if (!loop_) return false;
  return core_->background.run_apart([task = std::move(task), loop = loop_->shared_from_this()] {
    task();
    loop->wake();
  });
}

Result<Attempt> ApiCall::authorize(std::stop_token stop) {
  return core_->platform->authorize(*request_, std::move(stop));
}

void ApiCall::answered(const HttpHead& head, std::string_view, const Error* error) {
  status_ = head.status;
  if (response_into_) {
    response_into_->status = head.status;
    response_into_->headers = head.headers;
    response_into_->request_id = request_id_of(head.headers);
  }
  const bool throttled = error && classify(error->status, error->code, api_errors()) == RetryKind::throttling;
  if (throttled && on_throttled_) on_throttled_();
}

bool ApiCall::learn(const Error& error, const HttpHead& head, const Attempt& attempt) {
  return core_->platform->learn(error, head, attempt);
}

void ApiCall::add_hint(Error& error) {
  core_->platform->add_hint(*request_, error);
}

TracedRequest prepare_api(const ClientCore& core, ApiRequest request, const RequestOptions& options) {
  auto span = begin_span(core.tracer, options.trace, SpanKind::client);
  if (span) name_call(*span, request.operation, request.id);
  return {std::move(span), core.platform->prepare_api(std::move(request), options)};
}

Result<Json> call_api(const std::shared_ptr<ClientCore>& owner, ApiRequest request,
                      const RequestOptions& options, const AnswerCheck& check) {
  const auto& core = in_this_process(owner);
  ApiCall call(core, prepare_api(*core, std::move(request), options), options);
  return call.json(check);
}

}  // namespace anthropic::internal
