#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <string>

namespace anthropic::inline v0 {

/// Where in a trace something happens, as W3C's headers write it (https://www.w3.org/TR/trace-context/), and
/// what the caller knows of it.
///
///     client.messages.create(params, {.trace = {.traceparent = incoming_request.header("traceparent")}});
struct TraceContext {
  /// "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01": the trace and the span that is the parent.
  /// Empty, or not of this form: a trace of its own.
  std::string traceparent = {};
  std::string tracestate = {};  ///< What vendors add; passed on. Nothing without a traceparent.
  std::string baggage = {};     ///< Names and values of the application; passed on.
  /// The id of the conversation that a call is part of, if your program has one: the span's
  /// gen_ai.conversation.id. Not sent.
  std::string conversation_id = {};
};

}  // namespace anthropic::inline v0
