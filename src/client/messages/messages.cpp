#include <anthropic/messages.hpp>

#include "client/calls/api_call.hpp"
#include "client/calls/call.hpp"
#include "client/calls/call_times.hpp"
#include "client/clients/effective_options.hpp"
#include "client/clients/middleware.hpp"
#include "client/messages/create_message.hpp"
#include "client/messages/message_stream_impl.hpp"
#include "wire/json/fields.hpp"
#include "wire/json/mended.hpp"
#include "wire/messages/message_codec.hpp"

namespace anthropic {
namespace {

/// A success status does not make it a message: gateways and AWS itself answer 200 with an error in the body.
/// Not inlined: what it needs is not to be on the stack of each call that waits.
[[gnu::noinline]] Result<Message> read_message(Call& call, const HttpHead& head, std::string_view body) {
  auto json = parse_mended_json(body);
  if (json && looks_like_message(*json)) {
    auto message = Message::from_json(*std::move(json));
    if (message) message->request_id = call.request_id();
    return message;
  }
  Error error = call.backend().platform->error_from_answer(head, body);
  if (error.code.empty() && error.type.empty()) {
    error = json ? Message::from_json(*std::move(json)).error() : std::move(json).error();
    error.kind = ErrorKind::response_validation;
  }
  return error;
}

}  // namespace

/// Sends the request and reads the answer. `is_final`: there is no answer, and send() has tried again in
/// vain.
static Result<Message> ask_once(Call& call, bool& is_final) {
  const auto head = call.send();
  is_final = !head;
  if (!head) return head.error();
  const auto body = call.exchange().read_answer(call.backend().max_bytes.response);
  if (!body) return body.error();
  return read_message(call, **head, *body);
}

[[gnu::noinline]] static void complete(const Call& call, Result<Message>& failed) {
  failed = call.complete(failed.error());
}

static Result<Message> ask(Call& call) {
  while (true) {
    bool is_final = false;
    Result<Message> message = ask_once(call, is_final);
    if (message) call.succeeded();
    if (message || is_final) return message;
    if (call.should_send_again(message.error())) continue;
    complete(call, message);
    return message;
  }
}

/// Whether an answer could take more than ten minutes, at the rate that the official clients reckon with.
static bool may_take_long(const MessageCreateParams& params) {
  constexpr std::int64_t tokens_in_an_hour = 128'000;
  if (params.max_tokens > tokens_in_an_hour / 6) return true;
  const bool is_slow = params.model.find("opus-4-1-2025") != std::string::npos ||
                       params.model.find("opus-4-2025") != std::string::npos;
  return is_slow && params.max_tokens > 8192;
}

// Not inlined, as create_through_middleware(): a thousand calls that wait have a thousand stacks, and what
// these two keep on theirs would be part of each.
[[gnu::noinline]] static Result<Message> create_streamed(std::shared_ptr<MessagesBackend> backend,
                                                         const MessageCreateParams& params,
                                                         const RequestOptions& options, std::stop_token stop,
                                                         const CallPlace& place,
                                                         std::function<void()> on_throttled) {
  RequestOptions own = options;
  own.stop_token = std::move(stop);
  auto impl = std::make_unique<MessageStream::Impl>(std::move(backend), params, own, place);
  impl->call.on_throttled(std::move(on_throttled));
  impl->open();
  return MessageStream(std::move(impl)).final_message();
}

static Result<Message> create_whole(std::shared_ptr<MessagesBackend> backend,
                                    const MessageCreateParams& params, const RequestOptions& options,
                                    std::stop_token stop, const CallPlace& place,
                                    std::function<void()> on_throttled) {
  Call call(std::move(backend), params, options, false, std::move(stop), place);
  call.on_throttled(std::move(on_throttled));
  auto message = ask(call);
  call.report(message ? &*message : nullptr, message ? nullptr : &message.error());
  return message;
}

static Result<Message> create_unadorned(std::shared_ptr<MessagesBackend> backend,
                                        const MessageCreateParams& params, const RequestOptions& options,
                                        std::stop_token stop, const CallPlace& place,
                                        std::function<void()> on_throttled) {
  const bool streams = !options.timeout && !options.attempt_timeout && may_take_long(params);
  const auto create = streams ? create_streamed : create_whole;
  return create(std::move(backend), params, options, std::move(stop), place, std::move(on_throttled));
}

[[gnu::noinline]] static Result<Message> create_through_middleware(
    const std::shared_ptr<MessagesBackend>& backend, const MessageCreateParams& params,
    const RequestOptions& options, const std::stop_token& stop, const CallPlace& outer,
    const std::function<void()>& on_throttled) {
  CallPlace place = outer;
  place.deadline = earlier(outer.deadline, call_deadline(*backend, options));
  auto response = through_middleware(
      backend->middleware, {.params = params, .options = options, .stream = false},
      [&](const MiddlewareRequest& request) -> Result<MiddlewareResponse> {
        MiddlewareResponse made;
        RequestOptions own = request.options;
        own.response_into = &made.head;
        auto message = create_unadorned(backend, request.params, own, stop, place, on_throttled);
        if (request.options.response_into) *request.options.response_into = made.head;
        if (!message) return std::move(message).error();
        made.message = *std::move(message);
        return made;
      });
  if (!response) return std::move(response).error();
  if (!response->message) return middleware_error("a middleware gave back a response without a message");
  return *std::move(response->message);
}

Result<Message> create_message(std::shared_ptr<MessagesBackend> backend, const MessageCreateParams& params,
                               const RequestOptions& options, std::stop_token stop, const CallPlace& place,
                               std::function<void()> on_throttled) {
  if (!backend->middleware.empty())
    return create_through_middleware(backend, params, options, stop, place, on_throttled);
  return create_unadorned(std::move(backend), params, options, std::move(stop), place,
                          std::move(on_throttled));
}

Result<Message> Messages::create(const MessageCreateParams& params, const RequestOptions& options) const {
  const std::shared_ptr<MessagesBackend>& backend = in_this_process(backend_);
  return create_message(backend, params, *EffectiveOptions(overrides_, options), options.stop_token,
                        own_thread(*backend));
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
  const std::shared_ptr<MessagesBackend>& backend = in_this_process(backend_);
  const EffectiveOptions effective(overrides_, given);
  const RequestOptions& options = *effective;
  std::unique_ptr<MessageStream::Impl> impl;
  if (backend->middleware.empty()) {
    impl = std::make_unique<MessageStream::Impl>(backend, params, options, own_thread(*backend));
    impl->open();
    return MessageStream(std::move(impl));
  }
  CallPlace place = own_thread(*backend);
  place.deadline = call_deadline(*backend, options);
  auto response =
      through_middleware(backend->middleware, {.params = params, .options = options, .stream = true},
                         [&](const MiddlewareRequest& request) -> Result<MiddlewareResponse> {
                           MiddlewareResponse made;
                           RequestOptions own = request.options;
                           own.response_into = &made.head;
                           impl = std::make_unique<MessageStream::Impl>(backend, request.params, own, place);
                           impl->open();
                           impl->call.respond_into(nullptr);  // `made` ends here; the stream goes on
                           if (request.options.response_into) *request.options.response_into = made.head;
                           if (impl->failure) return *impl->failure;
                           return made;
                         });
  const bool opened = impl != nullptr;
  if (!opened) impl = std::make_unique<MessageStream::Impl>(backend, params, options, place);
  if (!response && !impl->failure) impl->fail(std::move(response).error());
  if (response && !opened) impl->fail(middleware_error("a middleware answered a stream without its next"));
  return MessageStream(std::move(impl));
}

Result<MessageTokensCount> Messages::count_tokens(const MessageCreateParams& params,
                                                  const RequestOptions& options) const {
  const std::shared_ptr<MessagesBackend>& backend = in_this_process(backend_);
  const EffectiveOptions effective(overrides_, options);
  ApiCall call(backend, backend->platform->prepare_count_tokens(params, *effective), *effective);
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

}  // namespace anthropic
