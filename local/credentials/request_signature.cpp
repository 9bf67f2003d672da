#include "local/credentials/request_signature.hpp"

#include <utility>

#include "base/crypto/encoding.hpp"
#include "base/text/header_lookup.hpp"
#include "base/text/text.hpp"
#include "base/time/time_format.hpp"

namespace anthropic::internal::local {
namespace {

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";
constexpr long long kLongestLifetime = 7 * 24 * 60 * 60;

Refusal incomplete(std::string message) {
  return refuse("IncompleteSignatureException", std::move(message));
}

Refusal incomplete_header(const std::string& authorization) {
  std::string message;
  for (const std::string_view part : {"Credential", "SignedHeaders", "Signature"}) {
    if (authorization.find(std::string(part) + "=") != std::string::npos) continue;
    message += "Authorization header requires '" + std::string(part) + "' parameter. ";
  }
  if (message.empty()) message = "Authorization header is malformed. ";
  message.pop_back();
  return incomplete(std::move(message));
}

bool read_date(const Headers& headers, RequestSignature& signature) {
  std::optional<SystemTime> time;
  if (const std::string* amz_date = find_header(headers, "x-amz-date")) {
    time = parse_amz_date(*amz_date);
    signature.amz_date = *amz_date;
  } else if (const std::string* date = find_header(headers, "date")) {
    time = parse_http_date(*date);
    if (time) signature.amz_date = format_amz_date(*time);
  }
  if (time) signature.time = *time;
  return time.has_value();
}

std::string_view query_of(const Request& request) {
  const std::size_t mark = request.target.find('?');
  return mark == std::string::npos ? std::string_view() : std::string_view(request.target).substr(mark + 1);
}

std::variant<RequestSignature, Refusal> read_header(const Request& request, const std::string& header) {
  auto parts = sigv4::parse_authorization(header);
  if (!parts) return incomplete_header(header);
  RequestSignature signature{.parts = *std::move(parts)};
  if (!read_date(request.headers, signature))
    return incomplete("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  if (const std::string* token = find_header(request.headers, "x-amz-security-token"))
    signature.session_token = *token;
  if (const std::string* hash = find_header(request.headers, "x-amz-content-sha256"))
    signature.payload_hash = *hash;
  signature.query = query_of(request);
  return signature;
}

/// The parameters of a presigned request; those that are absent are null.
struct QuerySignature {
  std::optional<std::string> algorithm, credential, date, expires, signed_headers, signature, token, hash;
  std::string rest;  ///< All but the signature, as they are written.

  std::optional<std::string>* find(std::string_view name) {
    if (name == "X-Amz-Algorithm") return &algorithm;
    if (name == "X-Amz-Credential") return &credential;
    if (name == "X-Amz-Date") return &date;
    if (name == "X-Amz-Expires") return &expires;
    if (name == "X-Amz-SignedHeaders") return &signed_headers;
    if (name == "X-Amz-Signature") return &signature;
    if (name == "X-Amz-Security-Token") return &token;
    if (name == "X-Amz-Content-Sha256") return &hash;
    return nullptr;
  }
};

QuerySignature read_parameters(std::string_view query) {
  QuerySignature found;
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view parameter = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    const std::size_t equals = std::min(parameter.find('='), parameter.size());
    const std::string name = percent_decode(parameter.substr(0, equals));
    if (auto* value = found.find(name))
      *value = percent_decode(parameter.substr(std::min(equals + 1, parameter.size())));
    if (name == "X-Amz-Signature" || parameter.empty()) continue;
    if (!found.rest.empty()) found.rest += '&';
    found.rest += parameter;
  }
  return found;
}

std::variant<RequestSignature, Refusal> read_query(const Request& request) {
  QuerySignature query = read_parameters(query_of(request));
  if (query.algorithm != kAlgorithm)
    return incomplete("Unsupported AWS 'algorithm': '" + query.algorithm.value_or("") + "'.");
  std::string missing;
  for (const char* name : {"X-Amz-Credential", "X-Amz-Signature", "X-Amz-SignedHeaders", "X-Amz-Date"}) {
    if (!*query.find(name))
      missing += "AWS query-string parameters must include '" + std::string(name) + "'. ";
  }
  if (!missing.empty()) return incomplete(missing + "Re-examine the query-string parameters.");

  auto parts = sigv4::parse_authorization(std::string(kAlgorithm) + " Credential=" + *query.credential +
                                          ", SignedHeaders=" + *query.signed_headers +
                                          ", Signature=" + *query.signature);
  const std::optional<SystemTime> time = parse_amz_date(*query.date);
  if (!parts || !time)
    return incomplete(
        "The AWS query-string parameters are malformed. Re-examine the query-string parameters.");
  RequestSignature signature{.parts = *std::move(parts),
                             .session_token = query.token.value_or(""),
                             .amz_date = *query.date,
                             .time = *time,
                             .query = std::move(query.rest),
                             .payload_hash = std::move(query.hash)};
  if (const std::string* hash = find_header(request.headers, "x-amz-content-sha256"))
    signature.payload_hash = *hash;
  if (!query.expires) return signature;
  const std::optional<long long> seconds = parse_integer(*query.expires);
  if (!seconds || *seconds < 0) return incomplete("X-Amz-Expires should be a number");
  if (*seconds > kLongestLifetime)
    return incomplete(
        "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less "
        "than "
        "604800 seconds");
  signature.lifetime = std::chrono::seconds(*seconds);
  return signature;
}

/// "AKID/20261122/us-east-1/bedrock/aws4_request" is of "bedrock".
std::string service_of(std::string_view credential) {
  const std::size_t end = credential.rfind('/');
  if (end == std::string_view::npos || end == 0) return {};
  const std::size_t begin = credential.rfind('/', end - 1);
  if (begin == std::string_view::npos) return {};
  return std::string(credential.substr(begin + 1, end - begin - 1));
}

}  // namespace

bool is_presigned(const Request& request) {
  constexpr std::string_view parameter = "X-Amz-Algorithm=";
  const std::string_view query = query_of(request);
  for (std::size_t at = query.find(parameter); at != std::string_view::npos;
       at = query.find(parameter, at + 1)) {
    if (at == 0 || query[at - 1] == '&') return true;
  }
  return false;
}

std::variant<RequestSignature, Refusal> read_signature(const Request& request) {
  if (const std::string* header = find_header(request.headers, "authorization"))
    return read_header(request, *header);
  if (is_presigned(request)) return read_query(request);
  return refuse_missing_signature();
}

Refusal refuse_missing_signature() {
  return refuse("MissingAuthenticationTokenException", "Missing Authentication Token");
}

std::string signing_service(const Request& request) {
  if (const std::string* header = find_header(request.headers, "authorization")) {
    constexpr std::string_view parameter = "Credential=";
    if (!trim(*header).starts_with(kAlgorithm)) return {};
    const std::size_t at = header->find(parameter);
    if (at == std::string::npos) return {};
    const std::string_view credential = std::string_view(*header).substr(at + parameter.size());
    return service_of(credential.substr(0, credential.find_first_of(", ")));
  }
  if (!is_presigned(request)) return {};
  return service_of(read_parameters(query_of(request)).credential.value_or(""));
}

}  // namespace anthropic::internal::local
