#pragma once

#include <optional>

#include <anthropic/message_create_params.hpp>

#include "base/threads/call_deadline.hpp"
#include "client/clients/client_core.hpp"

// How long a call of a client and its attempts may take, and what is wrong with what its options say of that.

namespace anthropic::internal {

/// The time-out of the whole call: its own, else the client's.
std::optional<std::chrono::milliseconds> call_timeout(const ClientCore& core, const RequestOptions& options);

/// That of one attempt: the call's own, else the client's, else as long as the whole call may take, else ten
/// minutes.
std::chrono::milliseconds attempt_timeout(const ClientCore& core, const RequestOptions& options);

/// When a call that begins now must have ended.
std::optional<CallDeadline> call_deadline(const ClientCore& core, const RequestOptions& options);

/// Numbers in the client's or the call's options that no call can go by.
std::optional<Error> find_fault(const ClientCore& core, const RequestOptions& options);

}  // namespace anthropic::internal
