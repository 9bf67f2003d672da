#include <utility>

#include <anthropic/messages.hpp>

#include "base/process/process_end.hpp"
#include "base/process/process_errors.hpp"
#include "client/calls/api_call.hpp"
#include "client/calls/call_times.hpp"
#include "client/clients/effective_options.hpp"
#include "client/messages/create_message.hpp"
#include "client/messages/pending_state.hpp"

namespace anthropic::inline v0 {

using namespace internal;
namespace {

using StopCallback = std::stop_callback<std::function<void()>>;

/// A call that was started, until it has been made.
struct StartedCall : PendingState<Message> {
  StartedCall(const std::shared_ptr<ClientCore>& core, MessageCreateParams params, RequestOptions options)
      : PendingState(core->background.threads(), core->log),
        core(*core),
        given(new Given{std::move(params), std::move(options)}) {}

  /// With the context of where it is made, before the first step.
  void begin(const CallContext& context) {
    caller.emplace(given->options.stop_token, [this] { stop.request_stop(); });
    closing.emplace(context.closing, [this] { stop.request_stop(); });
    CallContext own = context;
    own.deadline = deadline;
    creation.emplace(borrow(core), given->params, given->options, stop.get_token(), own);
    is_on_loop = context.loop != nullptr;
  }

  std::optional<Wait> step() {
    auto more = creation->step_in_background();
    given.reset();  // Its request is written.
    if (more) return more;
    auto outcome = std::move(creation->result());
    creation.reset();
    caller.reset();
    closing.reset();
    is_on_loop ? finish_on_loop(std::move(outcome)) : finish(std::move(outcome));
    return std::nullopt;
  }

  ClientCore& core;  // outlives its threads, on which it is used
  struct Given {
    MessageCreateParams params;
    RequestOptions options;
  };
  std::unique_ptr<Given> given;                                                      // until the first step
  const std::optional<CallDeadline> deadline = call_deadline(core, given->options);  // from start() on
  std::optional<StopCallback> caller, closing;
  std::optional<MessageCreation> creation;
  bool is_on_loop = false;
};

}  // namespace

Pending<Message> Messages::start(MessageCreateParams params, RequestOptions options) const {
  const std::shared_ptr<ClientCore>& core = in_this_process(core_);
  if (overrides_) options = with_overrides(*overrides_, std::move(options));
  const auto call = std::make_shared<StartedCall>(core, std::move(params), std::move(options));
  const auto begin = [call](const CallContext& context) {
    call->begin(context);
    return [call] { return call->step(); };
  };
  if (!core->background.begin(begin)) {
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
