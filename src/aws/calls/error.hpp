#pragma once

#include <string>
#include <string_view>

#include <anthropic/error.hpp>
#include <anthropic/headers.hpp>

namespace anthropic::aws {

/// The error code of an answer: from `x-amzn-query-error`, `x-amzn-errortype`, else the body's `__type` or
/// `code`, without the part from ':' on and without what stands before '#'; else from a body in XML. Empty if
/// there is none.
std::string error_code(const Headers& headers, std::string_view body);

/// Whether a body is an error of AWS although the status may be 200: an operation that the endpoint does not
/// know is answered so.
bool looks_like_aws_error(std::string_view body);

/// An answer that is no success as an Error: kind by code, then by status; message, request id, retry-after.
/// What AWS repeats of the request's headers is cut out of the message. An error sent with status 200 gets
/// the status that belongs to its code.
Error error_from_response(int status, const Headers& headers, std::string_view body);

/// Whether an answer gave no reason, so that the message is error_from_response()'s own: an empty body, a
/// page.
bool has_no_words(const Error& error);

/// What `:exception-type` of an event stream is outside of a stream: "throttlingException" → 429. An unknown
/// exception is an internal_server error.
Error error_from_exception(std::string_view exception_type, std::string_view payload);

/// The kind of an AWS error code, and else of the status.
ErrorKind error_kind(int status, std::string_view code);

/// Anthropic's error type for a kind: "rate_limit_error"; empty if none corresponds.
std::string_view anthropic_error_type(ErrorKind kind);

}  // namespace anthropic::aws
