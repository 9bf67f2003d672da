#include <utility>

#include <anthropic/messages.hpp>

#include "base/process/process_end.hpp"
#include "base/process/process_errors.hpp"
#include "base/threads/user_code.hpp"
#include "client/calls/api_call.hpp"
#include "client/calls/call_times.hpp"
#include "client/clients/effective_options.hpp"
#include "client/messages/create_message.hpp"
#include "client/messages/pending_state.hpp"

namespace anthropic::inline v0 {

using namespace internal;
namespace {

/// A call that was started, until a thread has made it.
struct StartedCall : PendingState<Message> {
  StartedCall(const std::shared_ptr<ClientCore>& core, MessageCreateParams params, RequestOptions options)
      : PendingState(core->background.threads(), core->log),
        core(*core),
        params(std::move(params)),
        options(std::move(options)) {}

  void make(const CallContext& context) {
    auto outcome = answer(context);
    context.loop ? finish_on_loop(std::move(outcome)) : finish(std::move(outcome));
  }

  Result<Message> answer(const CallContext& context) {
    const std::stop_callback caller(options.stop_token, [this] { stop.request_stop(); });
    const std::stop_callback closing(context.closing, [this] { stop.request_stop(); });
    CallContext own = context;
    own.deadline = deadline;
    return run_user_code(ErrorKind::configuration, "the call", [&] {
      return create_message(borrow(core), params, options, stop.get_token(), own);
    });
  }

  ClientCore& core;  // outlives its threads, on which it is used
  MessageCreateParams params;
  RequestOptions options;
  const std::optional<CallDeadline> deadline = call_deadline(core, options);  // from start() on
};

}  // namespace

Pending<Message> Messages::start(MessageCreateParams params, RequestOptions options) const {
  const std::shared_ptr<ClientCore>& core = in_this_process(core_);
  if (overrides_) options = with_overrides(*overrides_, std::move(options));
  const auto call = std::make_shared<StartedCall>(core, std::move(params), std::move(options));
  if (!core->background.begin([call](const CallContext& context) { call->make(context); })) {
    call->finish(
        process_is_ending()
            ? process_ends()
            : Error{.kind = ErrorKind::connection,
                    .message = "no thread can be started for the call: out of threads or memory",
                    .hint = "See `ulimit -u` and `ulimit -v`, and the limit of processes of the container."});
  }
  return Pending<Message>(call);
}

}  // namespace anthropic::inline v0
