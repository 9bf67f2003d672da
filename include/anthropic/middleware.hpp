#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <functional>
#include <optional>

#include <anthropic/message_create_params.hpp>

namespace anthropic::inline v0 {

/// A call to `messages` as the caller made it, before a platform rewrites it.
struct MiddlewareRequest {
  MessageCreateParams params;
  RequestOptions options = {};
  bool stream = false;  ///< Whether the caller reads the answer as it arrives.
};

/// What came back: the whole answer, or the head of a stream.
struct MiddlewareResponse {
  ResponseHead head = {};
  std::optional<Message> message;  ///< Empty for a stream.
};

/// The rest of the chain: the inner middleware, then the attempts with their retries. It may be called more
/// than once; for a stream the last call counts.
using MiddlewareNext = std::function<Result<MiddlewareResponse>(const MiddlewareRequest& request)>;

/// Wraps a call: inspects or changes it, calls `next`, and inspects or changes what came back. It runs on the
/// thread of the call, and, like the client, on many threads concurrently. If it throws, the call fails with
/// ErrorKind::configuration and the exception's text; an AnthropicError counts as if its error had been
/// returned.
///
///     auto timed = [](const anthropic::MiddlewareRequest& request, const anthropic::MiddlewareNext& next) {
///       auto response = next(request);
///       note(request.params.model, response ? response->head.status : response.error().status);
///       return response;
///     };
///     anthropic::AnthropicBedrock client({.middleware = {timed}});
using Middleware =
    std::function<Result<MiddlewareResponse>(const MiddlewareRequest& request, const MiddlewareNext& next)>;

}  // namespace anthropic::inline v0
