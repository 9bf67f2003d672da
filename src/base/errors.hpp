#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include <anthropic/result.hpp>

#include "base/text/text.hpp"

namespace anthropic {

/// What the caller, the environment or a file of configuration says is wrong.
inline Error configuration_error(std::string message, std::string hint = {}) {
  return Error{.kind = ErrorKind::configuration, .message = std::move(message), .hint = std::move(hint)};
}

/// Credentials are missing, or there and of no use.
inline Error credentials_error(std::string message, std::string hint = {}) {
  return Error{.kind = ErrorKind::credentials, .message = std::move(message), .hint = std::move(hint)};
}

/// The kind of an answer with this status, where nothing else says what it means.
ErrorKind kind_of_status(int status);

inline constexpr std::string_view kMaxResponseBytes = "max_response_bytes";
inline constexpr std::string_view kMaxEventBytes = "max_event_bytes";

/// What a server sends is longer than the client's option `option` lets in.
inline Error too_long(std::string_view what, std::size_t limit, std::string_view option) {
  return Error{
      .kind = ErrorKind::response_validation,
      .message = std::string(what) + " is longer than " + std::to_string(limit) + " bytes (" +
                 std::string(option) + ")",
      .hint = "Raise " + std::string(option) + " in the client's options if it is to be as long as that."};
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
