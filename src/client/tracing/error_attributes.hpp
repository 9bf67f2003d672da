#pragma once

#include <anthropic/error.hpp>

#include "client/tracing/tracer.hpp"

namespace anthropic::internal {

/// What `error.type` says, in few different words, those of Anthropic's SDKs where they have one.
std::string error_type(const Error& error);

/// Ends a span with what became of it; null if it went well.
void end_span(ActiveSpan& span, const Error* error);

}  // namespace anthropic::internal
