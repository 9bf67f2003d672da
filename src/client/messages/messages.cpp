#include <anthropic/messages.hpp>

#include "client/calls/api_call.hpp"
#include "client/calls/call_times.hpp"
#include "client/clients/effective_options.hpp"
#include "client/clients/middleware.hpp"
#include "client/messages/create_message.hpp"
#include "client/messages/message_stream_impl.hpp"
#include "wire/json/fields.hpp"

namespace anthropic::inline v0 {

using namespace internal;
namespace {

/// Anthropic's own name, or that of Bedrock's CountTokens.
const char* tokens_name(const Json& count) {
  return count.contains("inputTokens") ? "inputTokens" : "input_tokens";
}

}  // namespace

Result<Message> Messages::create(const MessageCreateParams& params, const RequestOptions& options) const {
  const std::shared_ptr<ClientCore>& core = in_this_process(core_);
  const EffectiveOptions effective(overrides_, options);
  return MessageCreation(core, params, *effective, options.stop_token, own_thread(*core)).run();
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
  auto span = begin_span(core->tracer, effective->trace, SpanKind::client);
  if (span) name_call(*span, "messages.count_tokens");
  ApiCall call(core, {std::move(span), core->platform->prepare_count_tokens(params, *effective)}, *effective);
  auto json = call.json([](const Json& answer) {
    return answer[tokens_name(answer)].as_int64() ? "" : "the answer holds no number of tokens";
  });
  if (!json) return std::move(json).error();
  MessageTokensCount count;
  count.input_tokens = take_int64(*json, tokens_name(*json)).value_or(0);
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
