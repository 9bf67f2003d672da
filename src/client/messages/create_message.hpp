#pragma once

#include <functional>
#include <memory>
#include <stop_token>

#include <anthropic/message_create_params.hpp>
#include <anthropic/result.hpp>

#include "client/calls/call_context.hpp"
#include "client/clients/client_core.hpp"

namespace anthropic::internal {

/// Messages::create(), middleware and all, for all who make such calls. `stop` takes the place of the
/// options' own token; `on_throttled`, if there is one, is called on each answer that says "too many
/// requests", before the request is sent again.
Result<Message> create_message(std::shared_ptr<ClientCore> core, const MessageCreateParams& params,
                               const RequestOptions& options, std::stop_token stop,
                               const CallContext& context, std::function<void()> on_throttled = {});

/// For calls on the threads of a client, which end before it: they must not keep it alive.
inline std::shared_ptr<ClientCore> borrow(ClientCore& core) {
  return {std::shared_ptr<void>(), &core};
}

}  // namespace anthropic::internal
