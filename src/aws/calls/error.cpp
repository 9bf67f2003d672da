#include "aws/calls/error.hpp"

#include <algorithm>

#include <anthropic/json.hpp>

#include "aws/calls/xml_error.hpp"
#include "base/text/header_lookup.hpp"
#include "base/text/text.hpp"
#include "base/text/utf8.hpp"

namespace anthropic::internal::aws {
namespace {

// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModelWithResponseStream.html#API_runtime_InvokeModelWithResponseStream_Errors
// https://docs.aws.amazon.com/bedrock/latest/APIReference/CommonErrors.html
// The other services' codes stand here where their status does not say what they mean.
constexpr ErrorCode kCodes[] = {
    {"ThrottlingException", 429, ErrorKind::rate_limit, RetryKind::throttling},
    {"Throttling", 429, ErrorKind::rate_limit, RetryKind::throttling},
    {"TooManyRequestsException", 429, ErrorKind::rate_limit, RetryKind::throttling},
    {"ThrottledException", 0, ErrorKind::none, RetryKind::throttling},
    {"RequestThrottledException", 0, ErrorKind::none, RetryKind::throttling},
    {"RequestThrottled", 0, ErrorKind::none, RetryKind::throttling},
    {"EC2ThrottledException", 0, ErrorKind::none, RetryKind::throttling},
    {"ProvisionedThroughputExceededException", 0, ErrorKind::none, RetryKind::throttling},
    {"TransactionInProgressException", 0, ErrorKind::none, RetryKind::throttling},
    {"BandwidthLimitExceeded", 0, ErrorKind::none, RetryKind::throttling},
    {"LimitExceededException", 0, ErrorKind::none, RetryKind::throttling},
    {"PriorRequestNotComplete", 0, ErrorKind::none, RetryKind::throttling},
    {"RequestLimitExceeded", 503, ErrorKind::rate_limit, RetryKind::throttling},
    {"SlowDown", 503, ErrorKind::rate_limit, RetryKind::throttling},
    // A 429 by status, but Bedrock's model says: retryable, no throttling.
    {"ModelNotReadyException", 429, ErrorKind::rate_limit, RetryKind::transient},
    {"ServiceQuotaExceededException", 400, ErrorKind::rate_limit},
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
    {"RequestTimeout", 0, ErrorKind::none, RetryKind::transient},
    {"RequestTimeoutException", 0, ErrorKind::none, RetryKind::transient},
    {"IDPCommunicationError", 0, ErrorKind::none, RetryKind::transient},
    {"ModelTimeoutException", 408, ErrorKind::request_timeout, RetryKind::transient},
    // The model itself failed on this request; it would again, at the same price.
    {"ModelErrorException", 424, ErrorKind::internal_server, RetryKind::none},
    {"ModelStreamErrorException", 424, ErrorKind::internal_server, RetryKind::none},
    {"InternalServerException", 500, ErrorKind::internal_server, RetryKind::transient},
    {"InternalFailure", 500, ErrorKind::internal_server, RetryKind::transient},
    {"ServiceUnavailableException", 503, ErrorKind::service_unavailable, RetryKind::transient},
    {"ServiceUnavailable", 503, ErrorKind::service_unavailable},
};

constexpr std::string_view kExpiredToken = "token included in the request is expired";
constexpr std::string_view kOutdatedSignatures[] = {"signature expired", "not yet current"};
constexpr std::string_view kAuthenticationTexts[] = {kExpiredToken, kOutdatedSignatures[0],
                                                     kOutdatedSignatures[1]};

// A refused signature makes AWS repeat the request's headers, which hold the session token and the signature.
constexpr std::string_view kQuotes[] = {
    "the canonical string", "the string-to-sign",          "authorization=", "authorization:",
    "x-amz-security-token", "aws4-hmac-sha256 credential", "signature="};

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

/// Anthropic's API, OAuth and gateways put it into `error`.
std::string_view message_in(const Json& body) {
  const Json& error = body["error"];
  const auto said = error["message"].as_string().value_or(error.as_string().value_or(""));
  if (!said.empty()) return said;
  const Json& members = error_members(body);
  for (const char* name : {"message", "Message", "errorMessage"}) {
    if (const auto text = members[name].as_string(); text && !text->empty()) return *text;
  }
  return {};
}

ErrorWords read_words(const Headers& headers, std::string_view body) {
  const Json json = parse_object(body);
  XmlError xml = parse_xml_error(body);
  ErrorWords words{.code = code_of(headers, json),
                   .type = json["error"]["type"].string_or(""),
                   .message = std::string(message_in(json)),
                   .request_id = json["request_id"].string_or(xml.request_id),
                   .in_the_vendors_form = !xml.code.empty()};
  if (words.code.empty()) words.code = std::move(xml.code);
  if (words.code.empty()) words.code = to_valid_utf8(json["error"]["details"]["error_code"].string_or(""));
  if (words.message.empty()) words.message = std::move(xml.message);
  return words;
}

bool refuses_the_caller(const Error& error) {
  return error.status == 400 || error.status == 401 || error.status == 403;
}

}  // namespace

constinit const ErrorTable kErrorTable = {
    .read = read_words, .codes = kCodes, .authentication_texts = kAuthenticationTexts, .quotes = kQuotes};

bool is_expired_token(const Error& error) {
  if (error.code == "ExpiredTokenException" || error.code == "ExpiredToken") return true;
  return refuses_the_caller(error) && icontains(error.message, kExpiredToken);
}

bool is_outdated_signature(const Error& error) {
  return refuses_the_caller(error) &&
         std::any_of(std::begin(kOutdatedSignatures), std::end(kOutdatedSignatures),
                     [&](std::string_view text) { return icontains(error.message, text); });
}

Error error_from_exception(std::string_view exception_type, std::string_view payload) {
  const Json json = parse_object(payload);
  Error error;
  error.code = to_valid_utf8(bare_code(exception_type));
  if (!error.code.empty() && error.code[0] >= 'a' && error.code[0] <= 'z') {
    error.code[0] = static_cast<char>(error.code[0] - 'a' + 'A');
  }
  const ErrorCode* known = find_code(kCodes, error.code);
  error.status = known && known->status != 0 ? known->status : 500;
  error.kind = error_kind(error.status, error.code, kErrorTable);
  const std::string_view message = message_in(json);
  error.message = message.empty()
                      ? "the stream broke off with " + (error.code.empty() ? "an exception" : error.code)
                      : without_secrets(message, kErrorTable);
  const std::string original_message = json["originalMessage"].string_or("");
  if (!original_message.empty() && original_message != error.message) {
    error.message += " (the model said: " + without_secrets(original_message, kErrorTable) + ")";
  }
  if (const auto original_status = json["originalStatusCode"].as_int64()) {
    error.message += " (the model's status: " + std::to_string(*original_status) + ")";
  }
  return error;
}

}  // namespace anthropic::internal::aws
