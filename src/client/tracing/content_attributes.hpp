#pragma once

#include <anthropic/message.hpp>
#include <anthropic/message_create_params.hpp>
#include <anthropic/tool_runner.hpp>

#include "client/tracing/tracer.hpp"

// What was said, for spans of clients that ask for it.

namespace anthropic::internal {

void set_request_content(ActiveSpan& span, const MessageCreateParams& params);
/// Within what the request has left of the span's limit.
void set_answer_content(ActiveSpan& span, const Message& message);
void set_tool_content(ActiveSpan& span, const Json& input, const ToolOutput* output);

/// Whether an attribute is one of these.
bool is_content(std::string_view attribute);

}  // namespace anthropic::internal
