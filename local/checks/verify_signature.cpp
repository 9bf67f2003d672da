#include "local/checks/verify_signature.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/crypto/encoding.hpp"
#include "base/text/header_lookup.hpp"
#include "base/text/text.hpp"
#include "base/time/time_format.hpp"
#include "wire/aws/sigv4.hpp"

namespace anthropic::internal::local {
namespace {

constexpr std::chrono::minutes kTolerance{5};

// Takes as long for a wrong answer as for the right one.
bool equal_secrets(std::string_view a, std::string_view b) {
  unsigned char difference = a.size() == b.size() ? 0 : 1;
  for (std::size_t i = 0; i < a.size() && i < b.size(); ++i)
    difference = static_cast<unsigned char>(difference | (a[i] ^ b[i]));
  return difference == 0;
}

Refusal invalid_token() {
  return refuse("UnrecognizedClientException", "The security token included in the request is invalid.");
}

Refusal invalid_signature(std::string message) {
  return refuse("InvalidSignatureException", std::move(message));
}

Refusal incomplete(const std::string& authorization) {
  std::string message;
  for (const std::string_view part : {"Credential", "SignedHeaders", "Signature"}) {
    if (authorization.find(std::string(part) + "=") != std::string::npos) continue;
    message += "Authorization header requires '" + std::string(part) + "' parameter. ";
  }
  if (message.empty()) message = "Authorization header is malformed. ";
  message.pop_back();
  return refuse("IncompleteSignatureException", std::move(message));
}

struct RequestTime {
  SystemTime time;
  std::string amz_date;
};

std::optional<RequestTime> request_time(const Headers& headers) {
  if (const std::string* amz_date = find_header(headers, "x-amz-date")) {
    const std::optional<SystemTime> time = parse_amz_date(*amz_date);
    if (!time) return std::nullopt;
    return RequestTime{*time, *amz_date};
  }
  const std::string* date = find_header(headers, "date");
  if (!date) return std::nullopt;
  const std::optional<SystemTime> time = parse_http_date(*date);
  if (!time) return std::nullopt;
  return RequestTime{*time, format_amz_date(*time)};
}

std::optional<Refusal> check_scope(const sigv4::Authorization& authorization, const std::string& region,
                                   const std::string& amz_date,
                                   const std::vector<std::string_view>& services) {
  if (authorization.region != region)
    return invalid_signature("Credential should be scoped to a valid region. The endpoint serves '" + region +
                             "', the request was signed for '" + authorization.region + "'.");
  if (std::find(services.begin(), services.end(), authorization.service) == services.end())
    return invalid_signature("Credential should be scoped to correct service: '" + std::string(services[0]) +
                             "'.");
  if (authorization.date != amz_date.substr(0, 8))
    return invalid_signature(
        "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '" +
        authorization.date + "' != '" + amz_date.substr(0, 8) + "', from '" + amz_date + "'.");
  return std::nullopt;
}

std::optional<Refusal> check_time(const RequestTime& signed_at, SystemTime now) {
  if (signed_at.time < now - kTolerance)
    return invalid_signature("Signature expired: " + signed_at.amz_date + " is now earlier than " +
                             format_amz_date(now - kTolerance) + " (" + format_amz_date(now) + " - 5 min.)");
  if (signed_at.time > now + kTolerance)
    return invalid_signature("Signature not yet current: " + signed_at.amz_date + " is still later than " +
                             format_amz_date(now + kTolerance) + " (" + format_amz_date(now) + " + 5 min.)");
  return std::nullopt;
}

bool is_signed(const std::vector<std::string>& signed_headers, const std::string& name) {
  return std::find(signed_headers.begin(), signed_headers.end(), name) != signed_headers.end();
}

std::optional<Refusal> check_signed_headers(const Headers& headers, const std::vector<std::string>& names) {
  if (!is_signed(names, "host") && !is_signed(names, ":authority"))
    return invalid_signature("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
  for (const auto& [name, value] : headers) {
    const std::string lower = ascii_lower(name);
    const bool must_be_signed = lower.starts_with("x-amz-") || lower.starts_with("x-amzn-bedrock-");
    if (must_be_signed && !is_signed(names, lower))
      return invalid_signature("'" + lower + "' must be a 'SignedHeader' in the AWS Authorization.");
  }
  if (!std::is_sorted(names.begin(), names.end()))
    return refuse("IncompleteSignatureException", "'SignedHeaders' must be sorted by character code.");
  return std::nullopt;
}

// The header fields that the signature covers. HTTP/2's :authority reaches an HTTP/1.1 server as Host.
Headers covered_headers(const Headers& headers, const std::vector<std::string>& names) {
  Headers covered;
  for (const auto& [name, value] : headers) {
    const std::string lower = ascii_lower(name);
    if (is_signed(names, lower)) covered.emplace_back(lower, value);
    if (lower == "host" && is_signed(names, ":authority")) covered.emplace_back(":authority", value);
  }
  return covered;
}

// The canonical request as a message may show it.
std::string masked(std::string canonical, const Headers& headers) {
  const std::string* token = find_header(headers, "x-amz-security-token");
  if (!token || token->empty()) return canonical;
  for (std::size_t at = canonical.find(*token); at != std::string::npos; at = canonical.find(*token, at + 3))
    canonical.replace(at, token->size(), "***");
  return canonical;
}

}  // namespace

std::optional<Refusal> SignatureVerifier::verify_bearer(std::string_view token) const {
  bool known = false;
  for (const std::string& accepted : accepted_.bearer_tokens) known |= equal_secrets(accepted, token);
  if (known) return std::nullopt;
  Refusal refusal =
      refuse("AccessDeniedException", "Authentication failed: Please make sure your API Key is valid.");
  refusal.capital_member = true;
  return refusal;
}

Sha256 SignatureVerifier::signing_key_for(const aws::Credentials& pair, const std::string& date,
                                          sigv4::Scope scope) {
  const std::lock_guard lock(mutex_);
  DerivedKey& derived =
      derived_[pair.access_key_id + "/" + std::string(scope.service) + "/" + std::string(scope.region)];
  if (derived.date != date) derived = {date, sigv4::signing_key(pair.secret_access_key, date, scope)};
  return derived.key;
}

std::optional<Refusal> SignatureVerifier::verify_api(const Request& request, SystemTime now,
                                                     const std::vector<std::string_view>& services,
                                                     Part part) {
  constexpr std::string_view bearer = "bearer ";
  const std::string* header = find_header(request.headers, "authorization");
  const std::string* key = find_header(request.headers, "x-api-key");
  const bool is_bearer = header && iequals(std::string_view(*header).substr(0, bearer.size()), bearer);
  if (!key && header && !is_bearer) return verify(request, now, services, part);
  if (!key && !is_bearer)
    return Refusal{.status = 401, .code = "", .message = "x-api-key header is required"};
  const std::string_view given =
      key ? std::string_view(*key) : trim(std::string_view(*header).substr(bearer.size()));
  bool known = false;
  for (const auto* list : {&accepted_.api_keys, &accepted_.bearer_tokens}) {
    for (const std::string& accepted : *list) known |= equal_secrets(accepted, given);
  }
  if (known) return std::nullopt;
  return Refusal{.status = 401, .code = "", .message = key ? "invalid x-api-key" : "invalid bearer token"};
}

std::optional<Refusal> SignatureVerifier::verify(const Request& request, SystemTime now,
                                                 const std::vector<std::string_view>& services, Part part,
                                                 std::string region) {
  if (region.empty()) region = accepted_.region;
  const std::string* header = find_header(request.headers, "authorization");
  if (!header) return refuse("MissingAuthenticationTokenException", "Missing Authentication Token");
  constexpr std::string_view bearer = "bearer ";
  if (iequals(std::string_view(*header).substr(0, bearer.size()), bearer))
    return verify_bearer(trim(std::string_view(*header).substr(bearer.size())));

  const std::optional<sigv4::Authorization> authorization = sigv4::parse_authorization(*header);
  if (!authorization) return incomplete(*header);
  const std::optional<RequestTime> signed_at = request_time(request.headers);
  if (!signed_at)
    return refuse("IncompleteSignatureException",
                  "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");

  const auto pair = std::find_if(
      accepted_.pairs.begin(), accepted_.pairs.end(),
      [&](const aws::Credentials& known) { return known.access_key_id == authorization->access_key_id; });
  if (pair == accepted_.pairs.end()) return invalid_token();
  const std::string* token = find_header(request.headers, "x-amz-security-token");
  if (!equal_secrets(token ? *token : std::string(), pair->session_token)) return invalid_token();
  if (pair->expiration && *pair->expiration <= now)
    return refuse("ExpiredTokenException", "The security token included in the request is expired");

  if (auto refusal = check_scope(*authorization, region, signed_at->amz_date, services)) return refusal;
  if (auto refusal = check_time(*signed_at, now)) return refusal;
  if (auto refusal = check_signed_headers(request.headers, authorization->signed_headers)) return refusal;

  const std::string* said_hash = find_header(request.headers, "x-amz-content-sha256");
  if (part == Part::head && !said_hash) return std::nullopt;
  const std::string body_hash = part == Part::head ? *said_hash : sha256_hex(request.body);

  const std::size_t mark = request.target.find('?');
  const std::string_view target = request.target;
  const Headers covered = covered_headers(request.headers, authorization->signed_headers);
  const sigv4::Request what = {.method = request.method,
                               .path = target.substr(0, mark),
                               .query = mark == std::string::npos ? "" : target.substr(mark + 1),
                               .headers = &covered,
                               .payload_hash = said_hash ? *said_hash : body_hash};
  std::string signed_headers;
  const std::string canonical = sigv4::canonical_request(what, {}, signed_headers);
  const sigv4::Scope scope{region, authorization->service};
  const std::string to_sign = sigv4::string_to_sign(canonical, signed_at->amz_date, scope);
  const Sha256 key = signing_key_for(*pair, authorization->date, scope);
  const std::string expected = hex_encode(as_bytes(hmac_sha256(as_bytes(key), to_sign)));
  if (equal_secrets(expected, authorization->signature)) {
    if (!said_hash || iequals(*said_hash, body_hash)) return std::nullopt;
    return invalid_signature("The value of 'x-amz-content-sha256' is not the SHA-256 of the body.");
  }
  return invalid_signature(
      "The request signature we calculated does not match the signature you provided. Check your AWS Secret "
      "Access Key and signing method. Consult the service documentation for details.\n\nThe Canonical String "
      "for this request should have been\n'" +
      masked(canonical, request.headers) + "'\n\nThe String-to-Sign should have been\n'" + to_sign + "'\n");
}

}  // namespace anthropic::internal::local
