#include "client/tracing/error_attributes.hpp"

namespace anthropic::internal {

std::string error_type(const Error& error) {
  if (error.kind == ErrorKind::timeout) return "client_timeout_error";
  if (error.kind == ErrorKind::connection) return "connection_error";
  if (error.kind == ErrorKind::incomplete_stream) return "api_error";
  if (!error.type.empty()) return error.type;
  if (!error.code.empty()) return error.code;
  if (error.status > 0) return std::to_string(error.status);
  return std::string(to_string(error.kind));
}

void end_span(ActiveSpan& span, const Error* error) {
  if (!error) return span.end(SpanStatus::ok);
  if (error->kind == ErrorKind::user_abort) return span.end(SpanStatus::unset);
  span.set("error.type", error_type(*error));
  span.end(SpanStatus::error, error->to_string());
}

}  // namespace anthropic::internal
