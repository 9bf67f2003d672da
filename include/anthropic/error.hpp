#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <chrono>
#include <cstdint>
#include <exception>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <anthropic/lifetime_bound.hpp>

namespace anthropic::inline v0 {

struct Message;

/// What went wrong, as far as programs act on it. Each kind has an exception class with the name of the
/// official SDKs (below) and an exit code of `claude-bedrock` (docs/errors.md).
enum class ErrorKind : std::uint8_t {
  none,               ///< No error: the kind of a default-constructed Error.
  configuration,      ///< The client's options, the environment or a profile file are wrong, and nothing was
                      ///< sent; or code that you gave to the call (a middleware, a callback) threw.
  credentials,        ///< No usable AWS credentials. Nothing was sent.
  bad_request,        ///< 400. With `status == 0` it was refused locally, before anything was sent.
  authentication,     ///< 401, or AWS did not accept the signature, the key or the token.
  permission_denied,  ///< 403: the caller is known but not allowed to do this.
  not_found,          ///< 404
  request_timeout,    ///< 408: the model took too long (ModelTimeoutException).
  conflict,           ///< 409
  request_too_large,  ///< 413
  unprocessable_entity,  ///< 422
  rate_limit,            ///< 429
  internal_server,       ///< 500 and any other status from 500 on; 424, when the model itself failed.
  service_unavailable,   ///< 503
  deadline_exceeded,     ///< 504
  overloaded,            ///< 529
  api_status,            ///< Any other status that is not a success.
  connection,            ///< No answer: DNS, connecting, TLS, or the connection broke.
  timeout,               ///< A time-out of the client's or the call's options passed.
  incomplete_stream,     ///< A stream ended before `message_stop`; `partial_message` holds what arrived.
  response_validation,   ///< The answer is not what the API promises: not JSON, a damaged frame.
  user_abort,            ///< Cancelled by the caller.
};

/// The kind's name in snake case, for logs: "rate_limit".
std::string_view to_string(ErrorKind kind);
std::ostream& operator<<(std::ostream& out, ErrorKind kind);

/// A failed call: a plain value, cheap to move, safe to print. It never contains a secret.
struct Error {
  ErrorKind kind = ErrorKind::none;
  /// The HTTP status, or 0 if no answer came. Exceptions in mid-stream carry the status that AWS gives the
  /// same exception outside of a stream, although the answer's own status was 200.
  int status = 0;
  /// Anthropic's error type, for example "rate_limit_error"; empty if none was sent and none corresponds.
  std::string type = {};
  /// AWS's error code ("ThrottlingException"), or Anthropic's `error.details.error_code`; empty without one.
  std::string code = {};
  /// What happened, in one sentence; the server's own words if it sent any.
  std::string message = {};
  /// What to do about it; empty if nothing useful is known.
  std::string hint = {};
  /// AWS's request id (`x-amzn-requestid`), or Anthropic's (`request-id`).
  std::string request_id = {};
  /// How long the server asked to wait.
  std::optional<std::chrono::milliseconds> retry_after = {};
  /// How many requests were sent for this call, the first included.
  int attempts = 0;
  /// What had arrived of a stream that broke; null if nothing had.
  std::shared_ptr<const Message> partial_message = {};

  /// Whether the same call may succeed later: no answer came, or only part of one, or the server was
  /// limiting, overloaded or failing. False if something must change first (the request, the options,
  /// credentials, permissions) and after the caller cancelled. It depends on `kind` alone. The client has
  /// already retried within the call, so wait: for `retry_after` if there is one, else for a minute or more.
  /// A call that timed out or broke off may still have been answered, and paid for.
  bool is_retryable() const noexcept;

  /// "RateLimitError 429 ThrottlingException: Too many requests (request id …, 3 attempts)", one line,
  /// without the hint.
  std::string to_string() const;

  /// Throws the exception class of `kind`, carrying a copy of this.
  [[noreturn]] void raise() const;

  /// Prints to_string().
  friend std::ostream& operator<<(std::ostream& out, const Error& error);
};

/// The base of every exception of this library. The library throws only when a failed Result is used
/// unchecked, and when a failed stream is iterated with a range-for.
class AnthropicError : public std::exception {
 public:
  explicit AnthropicError(Error error);
  const char* what() const noexcept override { return what_->c_str(); }
  const Error& error() const noexcept ANTHROPIC_LIFETIME_BOUND { return *error_; }

  // The members of error(); each lives as long as the exception and its copies.
  ErrorKind kind() const noexcept { return error_->kind; }
  int status() const noexcept { return error_->status; }
  const std::string& type() const noexcept ANTHROPIC_LIFETIME_BOUND { return error_->type; }
  const std::string& code() const noexcept ANTHROPIC_LIFETIME_BOUND { return error_->code; }
  const std::string& message() const noexcept ANTHROPIC_LIFETIME_BOUND { return error_->message; }
  const std::string& hint() const noexcept ANTHROPIC_LIFETIME_BOUND { return error_->hint; }
  const std::string& request_id() const noexcept ANTHROPIC_LIFETIME_BOUND { return error_->request_id; }
  std::optional<std::chrono::milliseconds> retry_after() const noexcept { return error_->retry_after; }
  int attempts() const noexcept { return error_->attempts; }
  const std::shared_ptr<const Message>& partial_message() const noexcept { return error_->partial_message; }

 private:
  // Shared, so that copying an exception cannot throw.
  std::shared_ptr<const Error> error_;
  std::shared_ptr<const std::string> what_;
};

// clang-format off
class ConfigurationError          : public AnthropicError      { public: using AnthropicError::AnthropicError; };
class CredentialsError            : public AnthropicError      { public: using AnthropicError::AnthropicError; };
class APIError                    : public AnthropicError      { public: using AnthropicError::AnthropicError; };
/// The server answered with a status that is not a success.
class APIStatusError              : public APIError            { public: using APIError::APIError; };
class BadRequestError             : public APIStatusError      { public: using APIStatusError::APIStatusError; };
class AuthenticationError         : public APIStatusError      { public: using APIStatusError::APIStatusError; };
class PermissionDeniedError       : public APIStatusError      { public: using APIStatusError::APIStatusError; };
class NotFoundError               : public APIStatusError      { public: using APIStatusError::APIStatusError; };
class RequestTimeoutError         : public APIStatusError      { public: using APIStatusError::APIStatusError; };
class ConflictError               : public APIStatusError      { public: using APIStatusError::APIStatusError; };
class RequestTooLargeError        : public APIStatusError      { public: using APIStatusError::APIStatusError; };
class UnprocessableEntityError    : public APIStatusError      { public: using APIStatusError::APIStatusError; };
class RateLimitError              : public APIStatusError      { public: using APIStatusError::APIStatusError; };
class InternalServerError         : public APIStatusError      { public: using APIStatusError::APIStatusError; };
class ServiceUnavailableError     : public InternalServerError { public: using InternalServerError::InternalServerError; };
class DeadlineExceededError       : public InternalServerError { public: using InternalServerError::InternalServerError; };
class OverloadedError             : public InternalServerError { public: using InternalServerError::InternalServerError; };
/// No whole answer came.
class APIConnectionError          : public APIError            { public: using APIError::APIError; };
class APITimeoutError             : public APIConnectionError  { public: using APIConnectionError::APIConnectionError; };
class IncompleteStreamError       : public APIConnectionError  { public: using APIConnectionError::APIConnectionError; };
class APIResponseValidationError  : public APIError            { public: using APIError::APIError; };
class APIUserAbortError           : public APIError            { public: using APIError::APIError; };
// clang-format on

}  // namespace anthropic::inline v0
