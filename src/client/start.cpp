#include <utility>

#include <anthropic/messages.hpp>

#include "client/create_message.hpp"
#include "client/guarded.hpp"
#include "client/pending_state.hpp"

namespace anthropic {
namespace {

/// A call that was started, until a thread has made it.
struct StartedCall : PendingState<Message> {
  StartedCall(const std::shared_ptr<MessagesBackend>& backend, MessageCreateParams params,
              RequestOptions options)
      : PendingState(backend->threads.queue(), backend->log),
        backend(*backend),
        params(std::move(params)),
        options(std::move(options)) {}

  void make() { finish(answer()); }

  Result<Message> answer() {
    const std::stop_callback caller(options.stop_token, [this] { stop.request_stop(); });
    const std::stop_callback closing(backend.threads.closing(), [this] { stop.request_stop(); });
    return run_guarded(
        log, "the client's middleware",
        [&] { return create_message(borrow(backend), params, options, stop.get_token()); },
        [] {
          return Result<Message>(
              Error{.kind = ErrorKind::user_abort, .message = "the client's middleware threw; see its log"});
        });
  }

  MessagesBackend& backend;  // outlives its threads, on which it is used
  MessageCreateParams params;
  RequestOptions options;
};

}  // namespace

Pending<Message> Messages::start(MessageCreateParams params, RequestOptions options) const {
  const auto call = std::make_shared<StartedCall>(backend_, std::move(params), std::move(options));
  if (!backend_->threads.run([call] { call->make(); })) {
    call->finish(
        Error{.kind = ErrorKind::connection,
              .message = "no thread can be started for the call: out of threads or memory",
              .hint = "See `ulimit -u` and `ulimit -v`, and the limit of processes of the container."});
  }
  return Pending<Message>(call);
}

}  // namespace anthropic
