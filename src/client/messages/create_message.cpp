#include "client/messages/create_message.hpp"

#include <utility>

#include <anthropic/model_catalog.hpp>

#include "base/threads/user_code.hpp"
#include "client/calls/call_times.hpp"
#include "client/clients/middleware.hpp"
#include "platform/errors/api_errors.hpp"
#include "wire/json/mended.hpp"
#include "wire/messages/message_codec.hpp"

namespace anthropic::internal {
namespace {

/// A success status does not make it a message: gateways and AWS itself answer 200 with an error in the body.
Result<Message> read_message(ApiCall& call, const HttpHead& head) {
  const auto body = call.exchange().read_answer(call.core().max_bytes.response);
  if (!body) return body.error();
  auto json = parse_mended_json(*body);
  if (json && looks_like_message(*json)) {
    auto message = Message::from_json(*std::move(json));
    if (message) message->request_id = call.request_id();
    return message;
  }
  Error error = error_from_response(head.status, head.headers, *body, api_errors());
  if (error.code.empty() && error.type.empty()) {
    error = json ? Message::from_json(*std::move(json)).error() : std::move(json).error();
    error.kind = ErrorKind::response_validation;
  }
  return error;
}

/// Whether an answer may take more than ten minutes, by the limits of the official clients.
bool may_take_long(const MessageCreateParams& params) {
  const ModelInfo* model = find_model(params.model);
  return params.max_tokens > (model ? *model : ModelInfo()).max_unstreamed_tokens;
}

}  // namespace

MessageCreation::MessageCreation(std::shared_ptr<ClientCore> core, const MessageCreateParams& params,
                                 const RequestOptions& options, std::stop_token stop,
                                 const CallContext& context, std::function<void()> on_throttled)
    : core_(std::move(core)),
      params_(params),
      options_(options),
      stop_(std::move(stop)),
      context_(context),
      on_throttled_(std::move(on_throttled)) {}

Result<Message> MessageCreation::run() {
  while (const auto more = step()) block(*more, *context_.world.clock);
  return *std::move(message_);
}

std::optional<Wait> MessageCreation::step() {
  if (!whole_ && !streamed_) begin();
  if (message_) return std::nullopt;
  return streamed_ ? step_streamed() : step_whole();
}

std::optional<Wait> MessageCreation::step_in_background() {
  const auto more = run_user_code(ErrorKind::configuration, "the call",
                                  [&]() -> Result<std::optional<Wait>> { return step(); });
  if (more) return *more;
  message_ = more.error();
  return std::nullopt;
}

void MessageCreation::begin() {
  if (!core_->middleware.empty() && !is_behind_middleware_) return create_through_middleware();
  if (options_.timeout || options_.attempt_timeout || !may_take_long(params_)) {
    whole_.emplace(core_, params_, options_, false, stop_, context_);
    whole_->api().on_throttled(on_throttled_);
    return;
  }
  RequestOptions own = options_;
  own.stop_token = stop_;
  streamed_ = std::make_unique<MessageStream::Impl>(core_, params_, own, context_);
  streamed_->call.on_throttled(on_throttled_);
}

std::optional<Wait> MessageCreation::step_whole() {
  ApiCall& call = whole_->api();
  const auto read = [&](const HttpHead& head) { return read_message(call, head); };
  if (auto more = call.step(read, message_, core_->max_bytes.response)) return more;
  whole_->report(*message_ ? &**message_ : nullptr, *message_ ? nullptr : &message_->error());
  return std::nullopt;
}

std::optional<Wait> MessageCreation::step_streamed() {
  while (!streamed_->ended) {
    if (auto more = streamed_->poll_event()) return more;
  }
  if (streamed_->failure)
    message_ = *streamed_->failure;
  else
    message_ = streamed_->accumulator.message();
  return std::nullopt;
}

void MessageCreation::create_through_middleware() {
  CallContext context = context_;
  context.deadline = earlier(context.deadline, call_deadline(*core_, options_));
  auto response = through_middleware(
      core_->middleware, {.params = params_, .options = options_, .stream = false},
      [&](const MiddlewareRequest& request) -> Result<MiddlewareResponse> {
        MiddlewareResponse made;
        RequestOptions own = request.options;
        own.response_into = &made.head;
        MessageCreation creation(core_, request.params, own, stop_, context, on_throttled_);
        creation.is_behind_middleware_ = true;
        auto message = creation.run();
        if (request.options.response_into) *request.options.response_into = made.head;
        if (!message) return std::move(message).error();
        made.message = *std::move(message);
        return made;
      });
  if (!response) {
    message_ = std::move(response).error();
  } else if (!response->message) {
    message_ = middleware_error("a middleware gave back a response without a message");
  } else {
    message_ = *std::move(response->message);
  }
}

}  // namespace anthropic::internal
