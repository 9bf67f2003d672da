#include "platform/errors/api_errors.hpp"

#include "aws/calls/error.hpp"

namespace anthropic::internal {
namespace {

// https://docs.claude.com/en/api/errors
constexpr ErrorCode kTypes[] = {
    {"invalid_request_error", 400}, {"authentication_error", 401},
    {"billing_error", 402},         {"permission_error", 403},
    {"not_found_error", 404},       {"request_too_large", 413},
    {"rate_limit_error", 429},      {"api_error", 500},
    {"timeout_error", 504},         {"overloaded_error", 529},
};

}  // namespace

std::string_view anthropic_error_type(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::bad_request:
    case ErrorKind::configuration:
    case ErrorKind::conflict:
    case ErrorKind::unprocessable_entity:
      return "invalid_request_error";
    case ErrorKind::authentication:
      return "authentication_error";
    case ErrorKind::permission_denied:
      return "permission_error";
    case ErrorKind::not_found:
      return "not_found_error";
    case ErrorKind::request_too_large:
      return "request_too_large";
    case ErrorKind::rate_limit:
      return "rate_limit_error";
    case ErrorKind::timeout:
    case ErrorKind::request_timeout:
    case ErrorKind::deadline_exceeded:
      return "timeout_error";
    case ErrorKind::service_unavailable:
    case ErrorKind::overloaded:
      return "overloaded_error";
    case ErrorKind::internal_server:
      return "api_error";
    default:
      return {};
  }
}

const ErrorTable& api_errors() {
  static const ErrorTable table = [] {
    ErrorTable both = aws::kErrorTable;
    both.types = kTypes;
    both.type_of_kind = anthropic_error_type;
    return both;
  }();
  return table;
}

Error error_in(const Json& json) {
  return error_from_response(200, {}, json.dump(), api_errors());
}

Error error_from_exception(std::string_view exception_type, std::string_view payload) {
  Error error = aws::error_from_exception(exception_type, payload);
  error.type = anthropic_error_type(error.kind);
  return error;
}

}  // namespace anthropic::internal
