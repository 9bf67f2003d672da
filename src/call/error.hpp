#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <anthropic/error.hpp>
#include <anthropic/headers.hpp>

#include "call/retry.hpp"

namespace anthropic::internal {

/// What a code means that a vendor puts into its errors.
struct ErrorCode {
  std::string_view code;
  int status = 0;                       ///< that it comes with; 0 if nothing is known of it
  ErrorKind kind = ErrorKind::none;     ///< `none`: the kind of the status
  std::optional<RetryKind> retry = {};  ///< empty: as for the status
};

/// What an answer says of a failure; empty where it says nothing.
struct ErrorWords {
  std::string code = {};
  std::string type = {};
  std::string message = {};
  std::string request_id = {};       ///< of the body
  bool in_the_vendors_form = false;  ///< the body is the vendor's, and no page of a proxy
};

/// How a vendor tells errors. The parts live in static storage.
struct ErrorTable {
  ErrorWords (*read)(const Headers& headers, std::string_view body);
  std::span<const ErrorCode> codes;
  /// Texts that mean, in a refusal (400, 401, 403), that who calls is not known.
  std::span<const std::string_view> authentication_texts = {};
  /// From any of these on, in small letters, a message repeats the request with its secrets.
  std::span<const std::string_view> quotes = {};
  std::span<const ErrorCode> types = {};                  ///< the same as codes, for Error::type
  std::string_view (*type_of_kind)(ErrorKind) = nullptr;  ///< where an answer has no type
};

/// An answer that is no success: kind by code, then by status; message, request id, retry-after. An error
/// sent with a success status gets the status that belongs to its code or type.
Error error_from_response(int status, const Headers& headers, std::string_view body, const ErrorTable& table);

/// Whether an answer gave no reason, so that the message is error_from_response()'s own: an empty body, a
/// page.
bool has_no_words(const Error& error);

/// The code's entry; null if it is not known.
const ErrorCode* find_code(std::span<const ErrorCode> codes, std::string_view code);

/// The kind of a code, and else of the status.
ErrorKind error_kind(int status, std::string_view code, const ErrorTable& table);

/// A server's message up to where it repeats the request.
std::string without_secrets(std::string_view message, const ErrorTable& table);

/// The id by which AWS, or Anthropic, finds a request.
std::string request_id_of(const Headers& headers);

/// Whether an answer with this status and code is worth another attempt. The code counts for more than the
/// status: a ThrottlingException is one with status 400 too.
RetryKind classify(int status, std::string_view code, const ErrorTable& table);

/// Whether the call that ended so is worth another attempt: as above, but for a daily quota.
RetryKind classify(const Error& error, const ErrorTable& table);

/// Whether an error is a quota by the day that is used up. Its code and its status are those of throttling:
/// only the text tells that waiting for seconds does not help.
bool is_daily_quota(const Error& error);

}  // namespace anthropic::internal
