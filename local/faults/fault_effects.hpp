#pragma once

#include <optional>
#include <string>

#include "local/faults/faults.hpp"
#include "local/server/exchange.hpp"
#include "local/server/stream_frames.hpp"

namespace anthropic::internal::local {

/// The answer that a fault gives instead of the right one; empty if the request may go on. With `streamed`
/// false, faults of a stream become the answer that Bedrock gives for the same trouble outside of a stream.
std::optional<Answer> replaced_answer(const Faults& faults, bool streamed);

/// What the answer that a fault gives says, in AWS's words where AWS has any.
std::string message_of_fault(const Answer& answer);

/// A stream's frames as they are to be sent: paced, and with what goes wrong in them.
std::vector<Step> paced_steps(FrameSequence sequence, std::chrono::milliseconds pace, const Faults& faults);

/// What befalls the connection: stalls before the answer, cuts. A clean one makes the answer shorter.
void apply_connection_faults(const Faults& faults, Answer& answer);

}  // namespace anthropic::internal::local
