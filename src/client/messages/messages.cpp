#include <anthropic/messages.hpp>
#include <anthropic/model_catalog.hpp>

#include "client/calls/api_call.hpp"
#include "client/calls/call_times.hpp"
#include "client/calls/message_call.hpp"
#include "client/clients/effective_options.hpp"
#include "client/clients/middleware.hpp"
#include "client/messages/create_message.hpp"
#include "client/messages/message_stream_impl.hpp"
#include "platform/api_errors.hpp"
#include "wire/json/fields.hpp"
#include "wire/json/mended.hpp"
#include "wire/messages/message_codec.hpp"

namespace anthropic::internal {

namespace {

/// A success status does not make it a message: gateways and AWS itself answer 200 with an error in the body.
/// Not inlined: what it needs is not to be on the stack of each call that waits.
[[gnu::noinline]] Result<Message> read_message(ApiCall& call, const HttpHead& head, std::string_view body) {
  auto json = parse_mended_json(body);
  if (json && looks_like_message(*json)) {
    auto message = Message::from_json(*std::move(json));
    if (message) message->request_id = call.request_id();
    return message;
  }
  Error error = error_from_response(head.status, head.headers, body, api_errors());
  if (error.code.empty() && error.type.empty()) {
    error = json ? Message::from_json(*std::move(json)).error() : std::move(json).error();
    error.kind = ErrorKind::response_validation;
  }
  return error;
}

}  // namespace

static Result<Message> ask(ApiCall& call) {
  return call.run([&](const HttpHead& head) -> Result<Message> {
    const auto body = call.exchange().read_answer(call.core().max_bytes.response);
    if (!body) return body.error();
    return read_message(call, head, *body);
  });
}

/// Whether an answer may take more than ten minutes, by the limits of the official clients.
static bool may_take_long(const MessageCreateParams& params) {
  const ModelInfo* model = find_model(params.model);
  return params.max_tokens > (model ? *model : ModelInfo()).max_unstreamed_tokens;
}

// Not inlined, as create_through_middleware(): a thousand calls that wait have a thousand stacks, and what
// these two keep on theirs would be part of each.
[[gnu::noinline]] static Result<Message> create_streamed(std::shared_ptr<ClientCore> core,
                                                         const MessageCreateParams& params,
                                                         const RequestOptions& options, std::stop_token stop,
                                                         const CallContext& context,
                                                         std::function<void()> on_throttled) {
  RequestOptions own = options;
  own.stop_token = std::move(stop);
  auto impl = std::make_unique<MessageStream::Impl>(std::move(core), params, own, context);
  impl->call.on_throttled(std::move(on_throttled));
  impl->open();
  return MessageStream(std::move(impl)).final_message();
}

static Result<Message> create_whole(std::shared_ptr<ClientCore> core, const MessageCreateParams& params,
                                    const RequestOptions& options, std::stop_token stop,
                                    const CallContext& context, std::function<void()> on_throttled) {
  MessageCall call(core, params, options, false, std::move(stop), context);
  call.api().on_throttled(std::move(on_throttled));
  auto message = ask(call.api());
  call.report(message ? &*message : nullptr, message ? nullptr : &message.error());
  return message;
}

static Result<Message> create_unadorned(std::shared_ptr<ClientCore> core, const MessageCreateParams& params,
                                        const RequestOptions& options, std::stop_token stop,
                                        const CallContext& context, std::function<void()> on_throttled) {
  const bool streams = !options.timeout && !options.attempt_timeout && may_take_long(params);
  const auto create = streams ? create_streamed : create_whole;
  return create(std::move(core), params, options, std::move(stop), context, std::move(on_throttled));
}

[[gnu::noinline]] static Result<Message> create_through_middleware(
    const std::shared_ptr<ClientCore>& core, const MessageCreateParams& params, const RequestOptions& options,
    const std::stop_token& stop, const CallContext& outer, const std::function<void()>& on_throttled) {
  CallContext context = outer;
  context.deadline = earlier(outer.deadline, call_deadline(*core, options));
  auto response = through_middleware(
      core->middleware, {.params = params, .options = options, .stream = false},
      [&](const MiddlewareRequest& request) -> Result<MiddlewareResponse> {
        MiddlewareResponse made;
        RequestOptions own = request.options;
        own.response_into = &made.head;
        auto message = create_unadorned(core, request.params, own, stop, context, on_throttled);
        if (request.options.response_into) *request.options.response_into = made.head;
        if (!message) return std::move(message).error();
        made.message = *std::move(message);
        return made;
      });
  if (!response) return std::move(response).error();
  if (!response->message) return middleware_error("a middleware gave back a response without a message");
  return *std::move(response->message);
}

Result<Message> create_message(std::shared_ptr<ClientCore> core, const MessageCreateParams& params,
                               const RequestOptions& options, std::stop_token stop,
                               const CallContext& context, std::function<void()> on_throttled) {
  if (!core->middleware.empty())
    return create_through_middleware(core, params, options, stop, context, on_throttled);
  return create_unadorned(std::move(core), params, options, std::move(stop), context,
                          std::move(on_throttled));
}

}  // namespace anthropic::internal

namespace anthropic::inline v0 {

using namespace internal;

Result<Message> Messages::create(const MessageCreateParams& params, const RequestOptions& options) const {
  const std::shared_ptr<ClientCore>& core = in_this_process(core_);
  return create_message(core, params, *EffectiveOptions(overrides_, options), options.stop_token,
                        own_thread(*core));
}

Result<WithResponse<Message>> Messages::create_with_response(const MessageCreateParams& params,
                                                             const RequestOptions& options) const {
  ResponseHead head;
  RequestOptions own = options;
  own.response_into = &head;
  auto message = create(params, own);
  if (options.response_into) *options.response_into = head;
  if (!message) return std::move(message).error();
  return WithResponse<Message>{.data = *std::move(message), .response = std::move(head)};
}

MessageStream Messages::stream(const MessageCreateParams& params, const RequestOptions& given) const {
  const std::shared_ptr<ClientCore>& core = in_this_process(core_);
  const EffectiveOptions effective(overrides_, given);
  const RequestOptions& options = *effective;
  std::unique_ptr<MessageStream::Impl> impl;
  if (core->middleware.empty()) {
    impl = std::make_unique<MessageStream::Impl>(core, params, options, own_thread(*core));
    impl->open();
    return MessageStream(std::move(impl));
  }
  CallContext context = own_thread(*core);
  context.deadline = call_deadline(*core, options);
  auto response =
      through_middleware(core->middleware, {.params = params, .options = options, .stream = true},
                         [&](const MiddlewareRequest& request) -> Result<MiddlewareResponse> {
                           MiddlewareResponse made;
                           RequestOptions own = request.options;
                           own.response_into = &made.head;
                           impl = std::make_unique<MessageStream::Impl>(core, request.params, own, context);
                           impl->open();
                           impl->call.respond_into(nullptr);  // `made` ends here; the stream goes on
                           if (request.options.response_into) *request.options.response_into = made.head;
                           if (impl->failure) return *impl->failure;
                           return made;
                         });
  const bool opened = impl != nullptr;
  if (!opened) impl = std::make_unique<MessageStream::Impl>(core, params, options, context);
  if (response && !opened) impl->fail(middleware_error("a middleware answered a stream without its next"));
  if (!response && !impl->failure) impl->fail(std::move(response).error());
  return MessageStream(std::move(impl));
}

Result<MessageTokensCount> Messages::count_tokens(const MessageCreateParams& params,
                                                  const RequestOptions& options) const {
  const std::shared_ptr<ClientCore>& core = in_this_process(core_);
  const EffectiveOptions effective(overrides_, options);
  ApiCall call(core, core->platform->prepare_count_tokens(params, *effective), *effective);
  auto json = call.json();
  if (!json) return std::move(json).error();
  MessageTokensCount count;
  // Anthropic's own name, and that of Bedrock's CountTokens.
  auto tokens = take_int64(*json, "input_tokens");
  if (!tokens) tokens = take_int64(*json, "inputTokens");
  if (!tokens) {
    return call.complete(
        Error{.kind = ErrorKind::response_validation, .message = "the answer holds no number of tokens"});
  }
  count.input_tokens = *tokens;
  count.extra = rest(*std::move(json));
  return count;
}

Messages Messages::with_options(const OptionOverrides& overrides) const {
  Messages other = *this;
  other.overrides_ = add_overrides(overrides_, overrides);
  other.batches = batches.with_options(overrides);
  return other;
}

}  // namespace anthropic::inline v0
