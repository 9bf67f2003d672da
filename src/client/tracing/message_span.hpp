#pragma once

#include <anthropic/call_record.hpp>
#include <anthropic/message_create_params.hpp>

#include "client/tracing/tracer.hpp"
#include "platform/platform.hpp"

// What the span of a call to the Messages API has beside that of any call (call_span.hpp).

namespace anthropic::internal {

/// Names it, and adds what is asked for. `request` is what is sent, or why nothing is.
void describe_request(ActiveSpan& span, const MessageCreateParams& params,
                      const Result<PlatformRequest>& request, bool stream);

/// Adds what came back.
void describe_outcome(ActiveSpan& span, const CallRecord& record);

}  // namespace anthropic::internal
