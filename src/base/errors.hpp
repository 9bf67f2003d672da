#pragma once

#include <string>
#include <utility>

#include <anthropic/error.hpp>

namespace anthropic {

/// What the caller, the environment or a file of configuration says is wrong.
inline Error configuration_error(std::string message, std::string hint = {}) {
  return Error{.kind = ErrorKind::configuration, .message = std::move(message), .hint = std::move(hint)};
}

/// Credentials are missing, or there and of no use.
inline Error credentials_error(std::string message, std::string hint = {}) {
  return Error{.kind = ErrorKind::credentials, .message = std::move(message), .hint = std::move(hint)};
}

}  // namespace anthropic
