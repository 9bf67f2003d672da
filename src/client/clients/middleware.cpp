#include "client/clients/middleware.hpp"

#include <cstddef>

#include "base/threads/user_code.hpp"

namespace anthropic::internal {

static Result<MiddlewareResponse> run_from(const std::vector<Middleware>& middleware, std::size_t index,
                                           const MiddlewareRequest& request, const MiddlewareNext& last) {
  if (index == middleware.size()) return last(request);
  return run_user_code(ErrorKind::configuration, "a middleware of the client", [&] {
    return middleware[index](request, [&middleware, index, &last](const MiddlewareRequest& inner) {
      return run_from(middleware, index + 1, inner, last);
    });
  });
}

Result<MiddlewareResponse> through_middleware(const std::vector<Middleware>& middleware,
                                              const MiddlewareRequest& request, const MiddlewareNext& last) {
  return run_from(middleware, 0, request, last);
}

Error middleware_error(std::string message) {
  return Error{.kind = ErrorKind::configuration,
               .message = std::move(message),
               .hint = "A middleware must return what its `next` returned, or an error."};
}

}  // namespace anthropic::internal
