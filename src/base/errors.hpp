#pragma once

#include <string>
#include <utility>

#include <anthropic/result.hpp>

#include "base/text.hpp"

namespace anthropic {

/// What the caller, the environment or a file of configuration says is wrong.
inline Error configuration_error(std::string message, std::string hint = {}) {
  return Error{.kind = ErrorKind::configuration, .message = std::move(message), .hint = std::move(hint)};
}

/// Credentials are missing, or there and of no use.
inline Error credentials_error(std::string message, std::string hint = {}) {
  return Error{.kind = ErrorKind::credentials, .message = std::move(message), .hint = std::move(hint)};
}

/// Refuses a key, a token or an id that no header can hold. `place` is where it comes from: a variable, an
/// option. The value is not quoted: it may be a secret.
inline Result<void> check_header_value(std::string_view place, std::string_view value) {
  if (!holds_a_control_character(value)) return {};
  return configuration_error(
      std::string(place) + " holds a line break or another control character, which no header can hold",
      "Set it to the value alone; a file that it is read from may hold more than one line.");
}

}  // namespace anthropic
