#include <utility>

#include <anthropic/messages.hpp>

#include "base/process/process_end.hpp"
#include "base/process/process_errors.hpp"
#include "base/threads/guarded.hpp"
#include "client/calls/call.hpp"
#include "client/calls/call_times.hpp"
#include "client/clients/effective_options.hpp"
#include "client/messages/create_message.hpp"
#include "client/messages/pending_state.hpp"

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

  void make(const CallPlace& place) {
    if (place.loop) {
      finish_on_loop(answer(place, backend.loops.closing()));
    } else {
      finish(answer(place, backend.threads.closing()));
    }
  }

  Result<Message> answer(const CallPlace& place, std::stop_token client_closes) {
    const std::stop_callback caller(options.stop_token, [this] { stop.request_stop(); });
    const std::stop_callback closing(std::move(client_closes), [this] { stop.request_stop(); });
    CallPlace own = place;
    own.deadline = deadline;
    return run_guarded(ErrorKind::configuration, "the call", [&] {
      return create_message(borrow(backend), params, options, stop.get_token(), own);
    });
  }

  MessagesBackend& backend;  // outlives its threads, on which it is used
  MessageCreateParams params;
  RequestOptions options;
  const std::optional<CallDeadline> deadline = call_deadline(backend, options);  // from start() on
};

}  // namespace

Pending<Message> Messages::start(MessageCreateParams params, RequestOptions options) const {
  const std::shared_ptr<MessagesBackend>& backend = in_this_process(backend_);
  if (overrides_) options = with_overrides(*overrides_, std::move(options));
  const auto call = std::make_shared<StartedCall>(backend, std::move(params), std::move(options));
  const bool begun = backend->begin_on_loop([call](const CallPlace& place) { call->make(place); }) ||
                     backend->threads.run([call] { call->make(own_thread(call->backend)); });
  if (!begun) {
    call->finish(
        process_is_ending()
            ? process_ends()
            : Error{.kind = ErrorKind::connection,
                    .message = "no thread can be started for the call: out of threads or memory",
                    .hint = "See `ulimit -u` and `ulimit -v`, and the limit of processes of the container."});
  }
  return Pending<Message>(call);
}

}  // namespace anthropic
