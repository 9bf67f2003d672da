#include "local/server/refusal.hpp"

#include <utility>

#include <anthropic/json.hpp>

namespace anthropic::internal::local {
namespace {

struct KnownCode {
  std::string_view code;
  int status;
};

// The first code of a status is the one that stands for it.
constexpr KnownCode kCodes[] = {
    {"ValidationException", 400},
    {"ServiceQuotaExceededException", 400},
    {"ConflictException", 400},
    {"AccessDeniedException", 403},
    {"MissingAuthenticationTokenException", 403},
    {"IncompleteSignatureException", 403},
    {"UnrecognizedClientException", 403},
    {"InvalidSignatureException", 403},
    {"ExpiredTokenException", 403},
    {"ResourceNotFoundException", 404},
    {"UnknownOperationException", 404},
    {"ModelTimeoutException", 408},
    {"ModelErrorException", 424},
    {"ModelStreamErrorException", 424},
    {"ThrottlingException", 429},
    {"ModelNotReadyException", 429},
    {"InternalServerException", 500},
    {"ServiceUnavailableException", 503},
};

}  // namespace

int status_of_code(std::string_view code) {
  for (const KnownCode& known : kCodes) {
    if (known.code == code) return known.status;
  }
  return 400;
}

std::string_view code_of_status(int status) {
  for (const KnownCode& known : kCodes) {
    if (known.status == status) return known.code;
  }
  return {};
}

Refusal refuse(std::string_view code, std::string message) {
  return {.status = status_of_code(code), .code = std::string(code), .message = std::move(message)};
}

Refusal refuse_input(std::string message) {
  return refuse("ValidationException", std::move(message));
}

Answer answer_with(const Refusal& refusal) {
  Answer answer;
  answer.status = refusal.status;
  answer.headers.emplace_back("Content-Type", "application/json");
  answer.headers.emplace_back("x-amzn-ErrorType",
                              refusal.code + ":http://internal.amazon.com/coral/com.amazon.bedrock/");
  Json body = Json::object();
  body.set(refusal.capital_member ? "Message" : "message", refusal.message);
  answer.body = body.dump();
  answer.error_code = refusal.code;
  return answer;
}

std::string_view api_error_type(int status) {
  switch (status) {
    case 400:
      return "invalid_request_error";
    case 401:
      return "authentication_error";
    case 402:
      return "billing_error";
    case 403:
      return "permission_error";
    case 404:
      return "not_found_error";
    case 408:
    case 504:
      return "timeout_error";
    case 413:
      return "request_too_large";
    case 429:
      return "rate_limit_error";
    case 503:
    case 529:
      return "overloaded_error";
    default:
      return status < 500 ? "invalid_request_error" : "api_error";
  }
}

std::string unknown_operation_body() {
  return R"({"Output":{"__type":"com.amazon.coral.service#UnknownOperationException"},"Version":"1.0"})";
}

}  // namespace anthropic::internal::local
