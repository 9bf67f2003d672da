#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

#include <anthropic/message_create_params.hpp>
#include <anthropic/result.hpp>

#include "client/calls/message_call.hpp"
#include "client/messages/message_stream_impl.hpp"

namespace anthropic::internal {

/// Messages::create(), middleware and all, for all who make such calls. A state machine: step() moves it on;
/// only middleware blocks. Used by one thread; does not move. `params` and `options` are used until the first
/// step has returned; what else it is given must outlive it.
class MessageCreation {
 public:
  /// `stop` takes the place of the options' own token; `on_throttled`, if there is one, is called on each
  /// answer that says "too many requests", before the request is sent again.
  MessageCreation(std::shared_ptr<ClientCore> core, const MessageCreateParams& params,
                  const RequestOptions& options, std::stop_token stop, const CallContext& context,
                  std::function<void()> on_throttled = {});

  /// What to wait for before another one; empty when result() is there.
  std::optional<Wait> step();
  /// The same, where there is nobody to throw to: what is thrown is the result.
  std::optional<Wait> step_in_background();
  Result<Message>& result() { return *message_; }
  /// On a thread that may be blocked: step() to the end.
  Result<Message> run();

 private:
  void begin();
  void create_through_middleware();
  std::optional<Wait> step_whole();
  std::optional<Wait> step_streamed();

  const std::shared_ptr<ClientCore> core_;
  const MessageCreateParams& params_;
  const RequestOptions& options_;
  const std::stop_token stop_;
  const CallContext context_;
  const std::function<void()> on_throttled_;
  bool is_behind_middleware_ = false;
  // One of these two, once it has begun.
  std::optional<MessageCall> whole_;
  std::unique_ptr<MessageStream::Impl> streamed_;
  std::optional<Result<Message>> message_;
};

/// For calls on the threads of a client, which end before it: they must not keep it alive.
inline std::shared_ptr<ClientCore> borrow(ClientCore& core) {
  return {std::shared_ptr<void>(), &core};
}

}  // namespace anthropic::internal
