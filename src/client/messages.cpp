#include <anthropic/messages.hpp>

#include "aws/error.hpp"
#include "client/call.hpp"
#include "client/create_message.hpp"
#include "client/message_stream_impl.hpp"
#include "wire/message_codec.hpp"

namespace anthropic {
namespace {

/// A success status does not make it a message: gateways and AWS itself answer 200 with an error in the body.
Result<Message> read_message(Call& call, const HttpHead& head, std::string_view body) {
  auto json = Json::parse(body);
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

static Result<Message> ask(Call& call) {
  while (true) {
    const auto head = call.send();
    if (!head) return head.error();
    const auto body = call.exchange().read_all();
    auto message = body ? read_message(call, **head, *body) : Result<Message>(body.error());
    if (message) {
      call.succeeded();
      return message;
    }
    if (!call.should_send_again(message.error())) return call.complete(message.error());
  }
}

Result<Message> create_message(std::shared_ptr<MessagesBackend> backend, const MessageCreateParams& params,
                               const RequestOptions& options, std::stop_token stop,
                               std::function<void()> on_throttled) {
  Call call(std::move(backend), params, options, false, std::move(stop));
  call.on_throttled(std::move(on_throttled));
  auto message = ask(call);
  call.report(message ? &*message : nullptr, message ? nullptr : &message.error());
  return message;
}

Result<Message> Messages::create(const MessageCreateParams& params, const RequestOptions& options) const {
  return create_message(backend_, params, options, options.stop_token);
}

MessageStream Messages::stream(const MessageCreateParams& params, const RequestOptions& options) const {
  auto impl = std::make_unique<MessageStream::Impl>(backend_, params, options);
  impl->open();
  return MessageStream(std::move(impl));
}

}  // namespace anthropic
