#pragma once

#include <string>
#include <string_view>

#include <anthropic/error.hpp>
#include <anthropic/headers.hpp>

#include "base/public_names.hpp"
#include "call/error.hpp"

namespace anthropic::internal::aws {

/// How AWS tells errors. The code is in `x-amzn-query-error` or `x-amzn-errortype`, else in the body's `__type`
/// or `code`, without the part from ':' on and without what stands before '#', or in a body in XML.
extern const ErrorTable kErrorTable;

/// An answer of AWS that is no success.
inline Error error_from_response(int status, const Headers& headers, std::string_view body) {
  return internal::error_from_response(status, headers, body, kErrorTable);
}

/// What `:exception-type` of an event stream is outside of a stream: "throttlingException" → 429. An unknown
/// exception is an internal_server error.
Error error_from_exception(std::string_view exception_type, std::string_view payload);

/// Whether the session's token has expired. Some endpoints say so in the text only, with a code for all
/// refusals or none.
bool is_expired_token(const Error& error);

/// Whether a signature was refused for its time, as the text says: this machine's clock may be wrong.
bool is_outdated_signature(const Error& error);

}  // namespace anthropic::internal::aws
