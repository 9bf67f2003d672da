#pragma once

#include <string_view>

#include <anthropic/error.hpp>
#include <anthropic/json.hpp>

#include "base/public_names.hpp"
#include "call/error.hpp"

namespace anthropic::internal {

/// How the platforms tell errors: as AWS does, or Anthropic, or both. Anthropic's error types, and what they
/// mean, are known here alone.
const ErrorTable& api_errors();

/// Anthropic's type for a kind: "rate_limit_error"; empty if none corresponds.
std::string_view anthropic_error_type(ErrorKind kind);

/// An error of the API that came with a success status: in a stream, in the results of a batch.
Error error_in(const Json& json);

/// aws::error_from_exception(), with Anthropic's type.
Error error_from_exception(std::string_view exception_type, std::string_view payload);

}  // namespace anthropic::internal
