#include "aws/calls/error.hpp"

#include <algorithm>

#include <anthropic/json.hpp>

#include "aws/calls/retry.hpp"
#include "aws/calls/xml_error.hpp"
#include "base/text/text.hpp"
#include "base/text/utf8.hpp"

namespace anthropic::aws {
namespace {

struct KnownCode {
  std::string_view code;
  int status;
  ErrorKind kind;
};

// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModelWithResponseStream.html#API_runtime_InvokeModelWithResponseStream_Errors
// https://docs.aws.amazon.com/bedrock/latest/APIReference/CommonErrors.html
// The other services' codes stand here where their status does not say what they mean.
constexpr KnownCode known_codes[] = {
    {"ThrottlingException", 429, ErrorKind::rate_limit},
    {"Throttling", 429, ErrorKind::rate_limit},
    {"TooManyRequestsException", 429, ErrorKind::rate_limit},
    {"ModelNotReadyException", 429, ErrorKind::rate_limit},
    {"ServiceQuotaExceededException", 400, ErrorKind::rate_limit},
    {"RequestLimitExceeded", 503, ErrorKind::rate_limit},
    {"SlowDown", 503, ErrorKind::rate_limit},
    {"ValidationException", 400, ErrorKind::bad_request},
    {"ValidationError", 400, ErrorKind::bad_request},
    {"SerializationException", 400, ErrorKind::bad_request},
    {"AccessDeniedException", 403, ErrorKind::permission_denied},
    {"AccessDenied", 403, ErrorKind::permission_denied},
    {"OptInRequired", 403, ErrorKind::permission_denied},
    {"NotAuthorized", 400, ErrorKind::permission_denied},
    {"UnauthorizedOperation", 403, ErrorKind::permission_denied},
    {"RegionDisabledException", 403, ErrorKind::permission_denied},
    {"ExpiredTokenException", 403, ErrorKind::authentication},
    {"ExpiredToken", 403, ErrorKind::authentication},
    {"UnrecognizedClientException", 403, ErrorKind::authentication},
    {"InvalidSignatureException", 403, ErrorKind::authentication},
    {"SignatureDoesNotMatch", 403, ErrorKind::authentication},
    {"MissingAuthenticationTokenException", 403, ErrorKind::authentication},
    {"MissingAuthenticationToken", 403, ErrorKind::authentication},
    {"IncompleteSignatureException", 403, ErrorKind::authentication},
    {"IncompleteSignature", 403, ErrorKind::authentication},
    {"InvalidClientTokenId", 403, ErrorKind::authentication},
    {"RequestExpired", 400, ErrorKind::authentication},
    {"RequestTimeTooSkewed", 403, ErrorKind::authentication},
    {"AuthFailure", 401, ErrorKind::authentication},
    {"InvalidAccessKeyId", 403, ErrorKind::authentication},
    {"InvalidIdentityToken", 400, ErrorKind::authentication},
    {"IDPRejectedClaim", 403, ErrorKind::authentication},
    {"ResourceNotFoundException", 404, ErrorKind::not_found},
    {"UnknownOperationException", 404, ErrorKind::not_found},
    {"NotFoundException", 404, ErrorKind::not_found},
    {"ConflictException", 409, ErrorKind::conflict},
    {"ResourceAlreadyExistsException", 409, ErrorKind::conflict},
    {"ResourceExistsException", 409, ErrorKind::conflict},
    {"DuplicateRecordException", 409, ErrorKind::conflict},
    {"ModelTimeoutException", 408, ErrorKind::request_timeout},
    {"ModelErrorException", 424, ErrorKind::internal_server},
    {"ModelStreamErrorException", 424, ErrorKind::internal_server},
    {"InternalServerException", 500, ErrorKind::internal_server},
    {"InternalFailure", 500, ErrorKind::internal_server},
    {"ServiceUnavailableException", 503, ErrorKind::service_unavailable},
    {"ServiceUnavailable", 503, ErrorKind::service_unavailable},
};

const KnownCode* find_code(std::string_view code) {
  const auto* found = std::find_if(std::begin(known_codes), std::end(known_codes),
                                   [&](const KnownCode& known) { return known.code == code; });
  return found == std::end(known_codes) ? nullptr : found;
}

// "com.amazon.coral.service#AccessDeniedException:http://…" → "AccessDeniedException".
std::string_view bare_code(std::string_view code) {
  code = code.substr(0, code.find(':'));
  const std::size_t hash = code.find('#');
  if (hash != std::string_view::npos) code.remove_prefix(hash + 1);
  return trim(code);
}

Json parse_object(std::string_view body) {
  body = trim(body);
  if (body.empty() || body.front() != '{') return Json();
  Result<Json> parsed = Json::parse(body);
  return parsed ? *std::move(parsed) : Json();
}

// Where the members of AWS's error are: at the top, or in "Output".
const Json& error_members(const Json& body) {
  const Json& output = body["Output"];
  return output["__type"].is_string() ? output : body;
}

std::string code_in(const Json& body) {
  const Json& members = error_members(body);
  for (const char* name : {"__type", "code", "Code"}) {
    if (const auto text = members[name].as_string()) return std::string(bare_code(*text));
  }
  return {};
}

std::string code_of(const Headers& headers, const Json& body) {
  // "Code;Fault": the code that a service's older protocol had, where it differs from the newer one's.
  const std::string* compatible = find_header(headers, "x-amzn-query-error");
  if (compatible) {
    const auto code = trim(std::string_view(*compatible).substr(0, compatible->find(';')));
    if (!code.empty()) return std::string(code);
  }
  const std::string* header = find_header(headers, "x-amzn-errortype");
  if (header) {
    if (const std::string_view code = bare_code(*header); !code.empty()) return std::string(code);
  }
  return code_in(body);
}

std::string_view message_in(const Json& body) {
  const Json& members = error_members(body);
  for (const char* name : {"message", "Message", "errorMessage"}) {
    if (const auto text = members[name].as_string(); text && !text->empty()) return *text;
  }
  return {};
}

// At most `length` bytes, without half a character of UTF-8 at the end.
std::string_view shortened(std::string_view text, std::size_t length) {
  if (text.size() <= length) return text;
  while (length > 0 && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) --length;
  return text.substr(0, length);
}

// A refused signature makes AWS repeat the request's headers, which hold the session token and the signature.
std::string without_secrets(std::string_view message) {
  message = shortened(message, 8192);
  const std::string lower = ascii_lower(message);
  std::size_t end = lower.size();
  for (const std::string_view repeats : {"the canonical string", "the string-to-sign",
                                         "authorization=", "authorization:", "x-amz-security-token",
                                         "aws4-hmac-sha256 credential", "signature="}) {
    end = std::min(end, lower.find(repeats));
  }
  const std::string_view kept = trim(message.substr(0, end));
  if (kept.empty()) return "the answer repeats the request and is not shown";
  return std::string(kept);
}

constexpr std::string_view kAnswered = "the server answered with status ";

bool is_text(std::string_view body) {
  return std::none_of(body.begin(), body.end(), [](char c) {
    const bool is_space = c >= '\t' && c <= '\r';
    return !is_space && holds_a_control_character(std::string_view(&c, 1));
  });
}

std::string message_without_json(int status, std::string_view body) {
  constexpr std::size_t longest_shown = 300;
  const std::string answered = std::string(kAnswered) + std::to_string(status);
  const std::string_view text = trim(body);
  if (text.empty()) return answered + " and an empty body";
  if (text.front() == '<' && !parse_xml_error(body).code.empty()) return answered + " and no message";
  if (text.front() == '<') return answered + " and a page that is not JSON; a proxy may have sent it";
  if (text.front() == '{' || text.front() == '[') return answered + " and no message";
  if (!is_text(shortened(text, longest_shown))) return answered + " and a body that is not text";
  if (text.size() <= longest_shown) return without_secrets(text);
  return without_secrets(shortened(text, longest_shown - 3)) + "…";
}

std::string request_id_in(const Headers& headers) {
  for (const std::string_view name : {"x-amzn-requestid", "x-amz-request-id", "request-id"}) {
    if (const std::string* id = find_header(headers, name)) return *id;
  }
  return {};
}

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

// The status that Anthropic's own API gives an error of this type; 0 for a type that is not known.
// https://docs.claude.com/en/api/errors
int status_of_type(std::string_view type) {
  if (type == "invalid_request_error") return 400;
  if (type == "authentication_error") return 401;
  if (type == "billing_error") return 402;
  if (type == "permission_error") return 403;
  if (type == "not_found_error") return 404;
  if (type == "request_too_large") return 413;
  if (type == "rate_limit_error") return 429;
  if (type == "api_error") return 500;
  if (type == "timeout_error") return 504;
  if (type == "overloaded_error") return 529;
  return 0;
}

// An error that came with a success status has the status that belongs to its code or type.
int status_of_error(int status, std::string_view code, std::string_view type) {
  if (status / 100 != 2) return status;
  if (const KnownCode* known = find_code(code)) return known->status;
  const int of_type = status_of_type(type);
  return of_type != 0 ? of_type : status;
}

}  // namespace

std::string error_code(const Headers& headers, std::string_view body) {
  std::string code = code_of(headers, parse_object(body));
  return code.empty() ? parse_xml_error(body).code : code;
}

bool looks_like_aws_error(std::string_view body) {
  // Errors are short; a long answer is not worth parsing twice.
  if (body.size() > 64 * 1024 || body.find("\"__type\"") == std::string_view::npos) return false;
  return error_members(parse_object(body))["__type"].is_string();
}

ErrorKind error_kind(int status, std::string_view code) {
  const KnownCode* known = find_code(code);
  return known ? known->kind : kind_of_status(status);
}

std::string_view anthropic_error_type(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::bad_request:
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

bool has_no_words(const Error& error) {
  return error.message.starts_with(kAnswered);
}

Error error_from_response(int status, const Headers& headers, std::string_view body) {
  const Json json = parse_object(body);
  const Json& anthropic = json["error"];
  const XmlError xml = parse_xml_error(body);
  Error error;
  error.code = code_of(headers, json);
  if (error.code.empty()) error.code = xml.code;
  error.status = status_of_error(status, error.code, anthropic["type"].as_string().value_or(""));
  std::string_view message = anthropic["message"].as_string().value_or(std::string_view());
  if (message.empty()) message = anthropic.as_string().value_or(message_in(json));
  if (message.empty()) message = xml.message;
  error.message = message.empty() ? message_without_json(status, body) : without_secrets(message);
  error.kind = is_expired_token(error) || is_outdated_signature(error) ? ErrorKind::authentication
                                                                       : error_kind(error.status, error.code);
  error.type = anthropic["type"].string_or(anthropic_error_type(error.kind));
  error.request_id = request_id_in(headers);
  if (error.request_id.empty()) error.request_id = json["request_id"].string_or(xml.request_id);
  // Without the answer's own date, a date to wait for means nothing here: it counts as beyond a day.
  error.retry_after = retry_after(headers, SystemTime());
  return error;
}

Error error_from_exception(std::string_view exception_type, std::string_view payload) {
  const Json json = parse_object(payload);
  Error error;
  error.code = to_valid_utf8(bare_code(exception_type));
  if (!error.code.empty() && error.code[0] >= 'a' && error.code[0] <= 'z') {
    error.code[0] = static_cast<char>(error.code[0] - 'a' + 'A');
  }
  const KnownCode* known = find_code(error.code);
  error.status = known ? known->status : 500;
  error.kind = error_kind(error.status, error.code);
  error.type = anthropic_error_type(error.kind);
  const std::string_view message = message_in(json);
  error.message = message.empty()
                      ? "the stream broke off with " + (error.code.empty() ? "an exception" : error.code)
                      : without_secrets(message);
  const std::string original_message = json["originalMessage"].string_or("");
  if (!original_message.empty() && original_message != error.message) {
    error.message += " (the model said: " + without_secrets(original_message) + ")";
  }
  if (const auto original_status = json["originalStatusCode"].as_int64()) {
    error.message += " (the model's status: " + std::to_string(*original_status) + ")";
  }
  return error;
}

}  // namespace anthropic::aws
