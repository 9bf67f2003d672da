#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include <anthropic/result.hpp>

#include "base/text/text.hpp"

namespace anthropic::internal {

/// What the caller, the environment or a file of configuration says is wrong.
inline Error configuration_error(std::string message, std::string hint = {}) {
  return Error{.kind = ErrorKind::configuration, .message = std::move(message), .hint = std::move(hint)};
}

/// A request that cannot work, refused before it is sent.
inline Error bad_request_error(std::string message, std::string hint = {}) {
  return Error{.kind = ErrorKind::bad_request,
               .type = "invalid_request_error",
               .message = std::move(message),
               .hint = std::move(hint)};
}

/// Credentials are missing, or there and of no use.
inline Error credentials_error(std::string message, std::string hint = {}) {
  return Error{.kind = ErrorKind::credentials, .message = std::move(message), .hint = std::move(hint)};
}

/// The kind of an answer with this status, where nothing else says what it means.
ErrorKind kind_of_status(int status);

inline constexpr std::string_view kMaxResponseBytes = "transport.max_response_bytes";
inline constexpr std::string_view kMaxEventBytes = "transport.max_event_bytes";

/// What a server sends is longer than the client's option `option` lets in.
inline Error too_long(std::string_view what, std::size_t limit, std::string_view option) {
  return Error{
      .kind = ErrorKind::response_validation,
      .message = std::string(what) + " is longer than " + std::to_string(limit) + " bytes (" +
                 std::string(option) + ")",
      .hint = "Raise " + std::string(option) + " in the client's options if it is to be as long as that."};
}

/// Refuses a key, a token or an id that does not fit in a header. `place` names where it comes from: a variable
/// or an option. The value may be a secret and is not quoted.
inline Result<void> check_header_value(std::string_view value, std::string_view place) {
  if (auto problem = problem_in_header(value, place))
    return configuration_error(*std::move(problem),
                               "Set it to the value alone; the file that it was read from may hold more.");
  return {};
}

}  // namespace anthropic::internal
