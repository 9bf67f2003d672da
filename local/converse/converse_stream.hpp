#pragma once

#include "local/converse/read_converse_request.hpp"
#include "local/faults/faults.hpp"
#include "local/replies/composed_message.hpp"
#include "local/server/stream_frames.hpp"

namespace anthropic::internal::local {

/// The answer to ConverseStream as Bedrock frames it: the events of the model in Converse's words, padded, the
/// usage in the last.
FrameSequence converse_frames(const ComposedMessage& message, const ConverseRequest& request);

/// Faults for Converse, which has no events of Anthropic's: an `error` among them becomes the exception that
/// Bedrock makes of it.
Faults converse_faults(Faults faults);

}  // namespace anthropic::internal::local
