#include "base/errors.hpp"
#include "base/process/never_destroyed.hpp"
#include "base/process/process_errors.hpp"
#include "client/clients/moved_from.hpp"
#include "client/messages/message_stream_impl.hpp"
#include "platform/errors/api_errors.hpp"

namespace anthropic::inline v0 {

using namespace internal;

static constexpr std::size_t kLongestErrorBody = 1u << 20;

static Error error_of_other_answer(ApiCall& call, const HttpHead& head) {
  const auto body = call.exchange().read_all(kLongestErrorBody);
  if (!body) return body.error();
  Error error = error_from_response(head.status, head.headers, *body, api_errors());
  if (error.code.empty() && error.type.empty()) {
    error.kind = ErrorKind::response_validation;
    error.message = "the answer is not an event stream";
  }
  return error;
}

MessageStream::Impl::Impl(const std::shared_ptr<ClientCore>& core, const MessageCreateParams& params,
                          const RequestOptions& options, const CallContext& context)
    : caller_stop(options.stop_token, [this] { stop.request_stop(); }),
      record(core, params, options, true, stop.get_token(), context),
      call(record.api()) {}

MessageStream::Impl::~Impl() {
  if (ended || !call.core().is_of_this_process()) return;
  const Error closed{.kind = ErrorKind::user_abort, .message = "the stream was closed before its end"};
  record.report(accumulator.started() ? &accumulator.message() : nullptr, &closed);
}

void MessageStream::Impl::open() {
  while (const auto more = poll_open()) block(*more, *call.core().world->clock);
}

std::optional<Wait> MessageStream::Impl::poll_open() {
  while (!ended && !decoder) {
    if (auto more = call.step()) return more;
    const auto head = call.head();
    if (!head) {
      end_with(head.error());
      break;
    }
    decoder = call.core().platform->stream_decoder(**head, call.core().max_bytes.event);
    if (decoder) break;
    // A success status does not make it a stream.
    if (auto more = call.exchange().collect(kLongestErrorBody)) return more;
    Error error = error_of_other_answer(call, **head);
    if (!call.should_send_again(error)) end_with(call.complete(std::move(error)));
  }
  return std::nullopt;
}

/// Of a stream that the parent goes on reading, after fork().
const StreamEvent* MessageStream::Impl::leave_to_parent() {
  ended = true;
  failure = of_another_process("stream");
  return nullptr;
}

const StreamEvent* MessageStream::Impl::next() {
  if (!ended && !call.core().is_of_this_process()) return leave_to_parent();
  while (const auto more = poll_event()) block(*more, *call.core().world->clock);
  return has_event ? &event : nullptr;
}

std::optional<Wait> MessageStream::Impl::poll_event() {
  has_event = false;
  while (!ended && !has_event) {
    if (!decoder) {
      if (auto more = poll_open()) return more;
      continue;
    }
    const auto decoded = decode_event();
    if (!decoded) {
      fail_or_retry(decoded.error());
    } else if (*decoded) {
      hand_out();
    } else if (auto more = call.exchange().poll_body()) {
      return more;
    } else if (const auto read = read_piece(); !read) {
      fail_or_retry(read.error());
    }
  }
  return std::nullopt;
}

void MessageStream::Impl::hand_out() {
  if (auto refused = apply_event()) return fail_or_retry(*std::move(refused));
  has_event = handed_out = true;
  record.note(event);
  if (accumulator.finished()) finish();
}

void MessageStream::Impl::fail_or_retry(Error error) {
  if (handed_out || !call.should_send_again(error)) return fail(std::move(error));
  reader = EventReader();
  accumulator = Accumulator();
  received = 0;
  decoder.reset();
}

Result<void> MessageStream::Impl::read_piece() {
  const auto piece = call.exchange().read();
  if (!piece) return piece.error();
  if (piece->empty()) return error_of_end();
  decoder->push(*piece);
  return {};
}

/// The message is whole: whether, when and how the answer's body ends does not change it.
void MessageStream::Impl::finish() {
  ended = true;
  call.exchange().leave_rest();
  call.succeeded();
  record.report(&accumulator.message(), nullptr);
}

/// Whether there was a whole event in what has arrived; it is then in `event`.
Result<bool> MessageStream::Impl::decode_event() {
  if (reader.take_next(event)) return true;
  while (true) {
    const auto json = decoder->next();
    if (!json) return json.error();
    if (!*json) return false;
    if (auto refused = count((*json)->size())) return *std::move(refused);
    if (auto parsed = reader.read(**json, event); !parsed) return parsed.error();
    const auto* unknown = std::get_if<UnknownEvent>(&event);
    if (unknown && unknown->json["type"].as_string() == "error") return error_in(unknown->json);
    // Gateways send chunks without a type to keep the connection alive.
    if (unknown && !unknown->json.contains("type")) continue;
    return true;
  }
}

/// Counts an event's bytes towards what may be kept of an answer.
std::optional<Error> MessageStream::Impl::count(std::size_t bytes) {
  const ClientCore::Sizes& most = call.core().max_bytes;
  if (bytes > most.event) return too_long("an event of the stream", most.event, kMaxEventBytes);
  received += bytes;
  if (received > most.response) return too_long("the answer", most.response, kMaxResponseBytes);
  return std::nullopt;
}

std::optional<Error> MessageStream::Impl::apply_event() {
  auto applied = accumulator.apply(event);
  if (!applied) return std::move(applied).error();
  std::string& request_id = accumulator.message().request_id;
  if (request_id.empty()) request_id = call.request_id();
  return std::nullopt;
}

/// The body has ended, and the message has not.
Error MessageStream::Impl::error_of_end() {
  auto finished = decoder->finish();
  if (!finished) return std::move(finished).error();
  return Error{.kind = ErrorKind::incomplete_stream, .message = "the stream ended before message_stop"};
}

void MessageStream::Impl::fail(Error error) {
  call.close();
  if (error.kind == ErrorKind::connection && handed_out) error.kind = ErrorKind::incomplete_stream;
  if (accumulator.started()) error.partial_message = std::make_shared<const Message>(accumulator.message());
  if (error.kind == ErrorKind::incomplete_stream && error.hint.empty())
    error.hint = "What arrived is in the error's partial_message; ask again for the whole answer.";
  end_with(call.complete(std::move(error)));
}

void MessageStream::Impl::end_with(Error error) {
  ended = true;
  call.close();
  failure = std::move(error);
  record.report(failure->partial_message.get(), &*failure);
}

MessageStream::MessageStream(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
MessageStream::MessageStream(MessageStream&&) noexcept = default;
MessageStream& MessageStream::operator=(MessageStream&&) noexcept = default;
MessageStream::~MessageStream() = default;

const StreamEvent* MessageStream::next() {
  return impl_ ? impl_->next() : nullptr;
}

Result<Message> MessageStream::final_message() {
  while (next()) {
  }
  if (const Error* failure = error()) return *failure;
  return impl_->accumulator.message();
}

Result<std::string> MessageStream::final_text() {
  auto message = final_message();
  if (!message) return std::move(message).error();
  return message->text();
}

const Message& MessageStream::current_message() const {
  static const NeverDestroyed<Message> none;
  return impl_ ? impl_->accumulator.message() : *none;
}
const Error* MessageStream::error() const {
  static const NeverDestroyed<Error> gone(moved_from("stream"));
  if (!impl_) return &*gone;
  return impl_->failure ? &*impl_->failure : nullptr;
}
const std::string& MessageStream::request_id() const {
  static const NeverDestroyed<std::string> none;
  return impl_ ? impl_->call.request_id() : *none;
}
void MessageStream::cancel() {
  if (impl_) impl_->stop.request_stop();
}

}  // namespace anthropic::inline v0
