#pragma once

#include <string>
#include <vector>

#include <anthropic/middleware.hpp>

namespace anthropic::internal {

/// Runs a request through all middleware, the first one outermost; `last` is what the innermost one's next
/// is.
Result<MiddlewareResponse> through_middleware(const std::vector<Middleware>& middleware,
                                              const MiddlewareRequest& request, const MiddlewareNext& last);

/// What a middleware did wrong.
Error middleware_error(std::string message);

}  // namespace anthropic::internal
