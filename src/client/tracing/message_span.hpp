#pragma once

#include <anthropic/call_record.hpp>
#include <anthropic/message_create_params.hpp>

#include "client/tracing/tracer.hpp"
#include "platform/platform.hpp"

namespace anthropic::internal {

/// The span of one call to the Messages API, around all its attempts. `request` is what is sent, or why
/// nothing is.
void describe_request(ActiveSpan& span, PlatformKind platform, const MessageCreateParams& params,
                      const Result<PlatformRequest>& request, bool stream);

/// Adds what came back, and ends the span.
void end_message_span(ActiveSpan& span, PlatformKind platform, const CallRecord& record);

}  // namespace anthropic::internal
