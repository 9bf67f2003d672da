#include <anthropic/error.hpp>
#include <anthropic/result.hpp>

#include "base/errors.hpp"
#include "base/process/never_destroyed.hpp"

namespace anthropic::internal {

namespace {

struct KindName {
  ErrorKind kind;
  std::string_view name;
  std::string_view class_name;
};

constexpr KindName kKindNames[] = {
    {ErrorKind::none, "none", "no error"},
    {ErrorKind::configuration, "configuration", "ConfigurationError"},
    {ErrorKind::credentials, "credentials", "CredentialsError"},
    {ErrorKind::bad_request, "bad_request", "BadRequestError"},
    {ErrorKind::authentication, "authentication", "AuthenticationError"},
    {ErrorKind::permission_denied, "permission_denied", "PermissionDeniedError"},
    {ErrorKind::not_found, "not_found", "NotFoundError"},
    {ErrorKind::request_timeout, "request_timeout", "RequestTimeoutError"},
    {ErrorKind::conflict, "conflict", "ConflictError"},
    {ErrorKind::request_too_large, "request_too_large", "RequestTooLargeError"},
    {ErrorKind::unprocessable_entity, "unprocessable_entity", "UnprocessableEntityError"},
    {ErrorKind::rate_limit, "rate_limit", "RateLimitError"},
    {ErrorKind::internal_server, "internal_server", "InternalServerError"},
    {ErrorKind::service_unavailable, "service_unavailable", "ServiceUnavailableError"},
    {ErrorKind::deadline_exceeded, "deadline_exceeded", "DeadlineExceededError"},
    {ErrorKind::overloaded, "overloaded", "OverloadedError"},
    {ErrorKind::api_status, "api_status", "APIStatusError"},
    {ErrorKind::connection, "connection", "APIConnectionError"},
    {ErrorKind::timeout, "timeout", "APITimeoutError"},
    {ErrorKind::incomplete_stream, "incomplete_stream", "IncompleteStreamError"},
    {ErrorKind::response_validation, "response_validation", "APIResponseValidationError"},
    {ErrorKind::user_abort, "user_abort", "APIUserAbortError"},
};

const KindName& names_of(ErrorKind kind) {
  return kKindNames[static_cast<std::size_t>(kind)];
}

/// Server texts may hold line breaks; a log line must not.
void append_one_line(std::string_view text, std::string& out) {
  for (const char c : text) out.push_back(static_cast<unsigned char>(c) < 0x20 ? ' ' : c);
}

}  // namespace

ErrorKind kind_of_status(int status) {
  switch (status) {
    case 400:
      return ErrorKind::bad_request;
    case 401:
      return ErrorKind::authentication;
    case 403:
      return ErrorKind::permission_denied;
    case 404:
      return ErrorKind::not_found;
    case 408:
      return ErrorKind::request_timeout;
    case 409:
      return ErrorKind::conflict;
    case 413:
      return ErrorKind::request_too_large;
    case 422:
      return ErrorKind::unprocessable_entity;
    case 424:
      return ErrorKind::internal_server;
    case 429:
      return ErrorKind::rate_limit;
    case 503:
      return ErrorKind::service_unavailable;
    case 504:
      return ErrorKind::deadline_exceeded;
    case 529:
      return ErrorKind::overloaded;
    default:
      return status >= 500 ? ErrorKind::internal_server : ErrorKind::api_status;
  }
}

}  // namespace anthropic::internal

namespace anthropic::inline v0 {

using namespace internal;

std::string_view to_string(ErrorKind kind) {
  return names_of(kind).name;
}

std::string Error::to_string() const {
  std::string out(names_of(kind).class_name);
  if (status != 0) out += " " + std::to_string(status);
  if (!code.empty()) {
    out += " " + code;
  } else if (!type.empty()) {
    out += " " + type;
  }
  if (!message.empty()) out += ": ";
  append_one_line(message, out);
  std::string details;
  if (!request_id.empty()) details += "request id " + request_id;
  if (attempts > 1) details += (details.empty() ? "" : ", ") + std::to_string(attempts) + " attempts";
  if (!details.empty()) out += " (" + details + ")";
  return out;
}

void Error::raise() const {
  switch (kind) {
    case ErrorKind::configuration:
      throw ConfigurationError(*this);
    case ErrorKind::credentials:
      throw CredentialsError(*this);
    case ErrorKind::bad_request:
      throw BadRequestError(*this);
    case ErrorKind::authentication:
      throw AuthenticationError(*this);
    case ErrorKind::permission_denied:
      throw PermissionDeniedError(*this);
    case ErrorKind::not_found:
      throw NotFoundError(*this);
    case ErrorKind::request_timeout:
      throw RequestTimeoutError(*this);
    case ErrorKind::conflict:
      throw ConflictError(*this);
    case ErrorKind::request_too_large:
      throw RequestTooLargeError(*this);
    case ErrorKind::unprocessable_entity:
      throw UnprocessableEntityError(*this);
    case ErrorKind::rate_limit:
      throw RateLimitError(*this);
    case ErrorKind::internal_server:
      throw InternalServerError(*this);
    case ErrorKind::service_unavailable:
      throw ServiceUnavailableError(*this);
    case ErrorKind::deadline_exceeded:
      throw DeadlineExceededError(*this);
    case ErrorKind::overloaded:
      throw OverloadedError(*this);
    case ErrorKind::api_status:
      throw APIStatusError(*this);
    case ErrorKind::connection:
      throw APIConnectionError(*this);
    case ErrorKind::timeout:
      throw APITimeoutError(*this);
    case ErrorKind::incomplete_stream:
      throw IncompleteStreamError(*this);
    case ErrorKind::response_validation:
      throw APIResponseValidationError(*this);
    case ErrorKind::user_abort:
      throw APIUserAbortError(*this);
    case ErrorKind::none:
      break;
  }
  throw AnthropicError(*this);
}

bool Error::is_retryable() const noexcept {
  switch (kind) {
    case ErrorKind::request_timeout:
    case ErrorKind::conflict:
    case ErrorKind::rate_limit:
    case ErrorKind::internal_server:
    case ErrorKind::service_unavailable:
    case ErrorKind::deadline_exceeded:
    case ErrorKind::overloaded:
    case ErrorKind::connection:
    case ErrorKind::timeout:
    case ErrorKind::incomplete_stream:
    case ErrorKind::response_validation:
      return true;
    default:
      return false;
  }
}

AnthropicError::AnthropicError(Error error)
    : error_(std::make_shared<const Error>(std::move(error))),
      what_(std::make_shared<const std::string>(
          error_->to_string() + (error_->hint.empty() ? std::string() : "\nhint: " + error_->hint))) {}

const Error& no_error() noexcept {
  static const NeverDestroyed<Error> none;
  return *none;
}

}  // namespace anthropic::inline v0
