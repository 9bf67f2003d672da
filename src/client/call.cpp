#include "client/call.hpp"

namespace anthropic {

Call::Call(std::shared_ptr<MessagesBackend> backend, const MessageCreateParams& params,
           const RequestOptions& options, bool stream, std::stop_token stop)
    : backend_(std::move(backend)) {
  auto request = backend_->platform->prepare(params, options, stream);
  if (!request) {
    refused_locally_ = std::move(request).error();
    return;
  }
  request_ = *std::move(request);
  aws::AttemptMaker& maker = *this;
  attempts_.emplace(*backend_->world, backend_->log, backend_->quota,
                    aws::AttemptRequest{.method = request_.method,
                                        .url = request_.url,
                                        .body = request_.body,
                                        .connection = &request_.connection,
                                        .timeout = options.timeout.value_or(backend_->timeouts.call),
                                        .idle_timeout = backend_->timeouts.stream_idle,
                                        .max_attempts = request_.max_attempts},
                    maker, std::move(stop));
}

Result<const HttpHead*> Call::send() {
  if (refused_locally_) return *refused_locally_;
  return attempts_->send();
}

void Call::close() {
  if (attempts_) attempts_->close();
}

const std::string& Call::request_id() const {
  static const std::string none;
  return attempts_ ? attempts_->request_id() : none;
}

Result<aws::Attempt> Call::authorize(std::stop_token stop) {
  return backend_->platform->authorize(request_, std::move(stop));
}

Error Call::error_from_answer(const HttpHead& head, std::string_view body) {
  return backend_->platform->error_from_answer(head, body);
}

bool Call::learn(const Error& error, const HttpHead& head, const aws::Attempt& attempt) {
  return backend_->platform->learn(error, head, attempt);
}

void Call::add_hint(Error& error) {
  backend_->platform->add_hint(request_, error);
}

}  // namespace anthropic
