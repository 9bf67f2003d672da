#pragma once

#include <functional>
#include <memory>
#include <stop_token>

#include <anthropic/message_create_params.hpp>
#include <anthropic/result.hpp>

#include "client/calls/call_place.hpp"
#include "client/clients/backend.hpp"

namespace anthropic {

/// Messages::create(), middleware and all, for all who make such calls. `stop` takes the place of the
/// options' own token; `on_throttled`, if there is one, is called on each answer that says "too many
/// requests", before the request is sent again.
Result<Message> create_message(std::shared_ptr<MessagesBackend> backend, const MessageCreateParams& params,
                               const RequestOptions& options, std::stop_token stop, const CallPlace& place,
                               std::function<void()> on_throttled = {});

/// For calls on the threads of a client, which end before it: they must not keep it alive.
inline std::shared_ptr<MessagesBackend> borrow(MessagesBackend& backend) {
  return {std::shared_ptr<void>(), &backend};
}

}  // namespace anthropic
