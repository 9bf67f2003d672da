#include "local/credentials/verify_signature.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/crypto/encoding.hpp"
#include "base/text/header_lookup.hpp"
#include "base/text/text.hpp"
#include "base/time/time_format.hpp"
#include "local/credentials/equal_secrets.hpp"
#include "local/credentials/short_term_key.hpp"
#include "wire/aws/sigv4.hpp"

namespace anthropic::internal::local {
namespace {

constexpr std::chrono::minutes kTolerance{5};
constexpr std::chrono::hours kLongestApiKey{12};
constexpr std::size_t kMostDerivedKeys = 1000;

Refusal invalid_token() {
  return refuse("UnrecognizedClientException", "The security token included in the request is invalid.");
}

Refusal invalid_signature(std::string message) {
  return refuse("InvalidSignatureException", std::move(message));
}

Refusal expired_token() {
  return refuse("ExpiredTokenException", "The security token included in the request is expired");
}

bool has_expired(const aws::Credentials& pair, SystemTime now) {
  return pair.expiration && *pair.expiration <= now;
}

/// As the gateway in front of Bedrock says it.
Refusal refuse_bearer(std::string message) {
  Refusal refusal = refuse("AccessDeniedException", std::move(message));
  refusal.capital_member = true;
  return refusal;
}

/// AWS says no more than the first sentence.
Refusal invalid_api_key(const std::string& reason = {}) {
  return refuse_bearer("Authentication failed: Please make sure your API Key is valid." +
                       (reason.empty() ? "" : " (" + reason + ".)"));
}

std::optional<std::string_view> bearer_of(const Request& request) {
  constexpr std::string_view scheme = "bearer ";
  const std::string* header = find_header(request.headers, "authorization");
  if (!header || !iequals(std::string_view(*header).substr(0, scheme.size()), scheme)) return std::nullopt;
  return trim(std::string_view(*header).substr(scheme.size()));
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

/// "5 min.", "90 sec."
std::string in_words(std::chrono::seconds time) {
  return time.count() % 60 == 0 ? std::to_string(time.count() / 60) + " min."
                                : std::to_string(time.count()) + " sec.";
}

std::optional<Refusal> check_time(const RequestSignature& signature, SystemTime now) {
  const std::chrono::seconds lifetime = signature.lifetime.value_or(kTolerance);
  if (signature.time < now - lifetime)
    return invalid_signature("Signature expired: " + signature.amz_date + " is now earlier than " +
                             format_amz_date(now - lifetime) + " (" + format_amz_date(now) + " - " +
                             in_words(lifetime) + ")");
  if (signature.time > now + kTolerance)
    return invalid_signature("Signature not yet current: " + signature.amz_date + " is still later than " +
                             format_amz_date(now + kTolerance) + " (" + format_amz_date(now) + " + 5 min.)");
  return std::nullopt;
}

bool is_unsigned_payload(const RequestSignature& signature) {
  return signature.payload_hash == "UNSIGNED-PAYLOAD";
}

// Anthropic's client for AWS uploads so: of a form it does not know the hash before it is sent.
std::optional<Refusal> check_payload_hash(const RequestSignature& signature) {
  if (!signature.payload_hash) return std::nullopt;
  if (signature.payload_hash->starts_with("STREAMING-"))
    return invalid_signature(
        "'" + *signature.payload_hash +
        "' is not supported as 'x-amz-content-sha256': only Amazon S3 takes bodies that are "
        "signed in chunks.");
  if (is_unsigned_payload(signature) && signature.parts.service != "aws-external-anthropic")
    return invalid_signature("'UNSIGNED-PAYLOAD' is not supported as 'x-amz-content-sha256' by '" +
                             signature.parts.service + "': it must be the SHA-256 of the body.");
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

void replace_all(std::string& text, std::string_view what, std::string_view with) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
}

// The canonical request as a message may show it.
std::string masked(std::string canonical, const std::string& session_token) {
  if (session_token.empty()) return canonical;
  replace_all(canonical, session_token, "***");
  replace_all(canonical, percent_encode(session_token), "***");
  return canonical;
}

bool holds(const std::vector<std::string_view>& services, std::string_view service) {
  return std::find(services.begin(), services.end(), service) != services.end();
}

}  // namespace

std::optional<Refusal> SignatureVerifier::verify_bearer(std::string_view token, SystemTime now) {
  bool known = false;
  for (const std::string& accepted : accepted_.bearer_tokens) known |= equal_secrets(accepted, token);
  if (known) return std::nullopt;
  return is_short_term_key(token) ? verify_short_term_key(token, now) : invalid_api_key();
}

// https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys-how.html
std::optional<Refusal> SignatureVerifier::verify_short_term_key(std::string_view token, SystemTime now) {
  const auto read = read_short_term_key(token);
  if (const auto* problem = std::get_if<std::string>(&read)) return invalid_api_key(*problem);
  const Request& request = *std::get_if<Request>(&read);
  const auto read_parts = read_signature(request);
  if (const auto* refusal = std::get_if<Refusal>(&read_parts)) return invalid_api_key(refusal->message);
  const RequestSignature& signature = *std::get_if<RequestSignature>(&read_parts);

  std::optional<TemporaryKey> temporary;
  const aws::Credentials* pair = find_pair(signature, temporary);
  if (!pair) return invalid_api_key("It was made with keys that are not accepted here");
  if (signature.parts.region != accepted_.region)
    return invalid_api_key("It is for the region '" + signature.parts.region + "', and this is '" +
                           accepted_.region + "'");
  if (signature.lifetime.value_or(std::chrono::seconds::max()) > kLongestApiKey)
    return invalid_api_key("X-Amz-Expires must be there, and at most 43200");
  if (const auto refusal = check_scope(signature.parts, accepted_.region, signature.amz_date, {"bedrock"}))
    return invalid_api_key(refusal->message);
  const std::string hash = sha256_hex("");
  if (!equal_secrets(expected_signature(request, signature, *pair, hash).signature,
                     signature.parts.signature))
    return invalid_api_key("Its signature is wrong");
  if (signature.time > now + kTolerance)
    return invalid_api_key("It is of " + signature.amz_date + ", in the future");
  if (has_expired(*pair, now) || signature.time + *signature.lifetime <= now)
    return refuse_bearer("Bearer Token has expired");
  return std::nullopt;
}

const aws::Credentials* SignatureVerifier::find_pair(const RequestSignature& signature,
                                                     std::optional<TemporaryKey>& temporary) const {
  const auto pair = std::find_if(
      accepted_.pairs.begin(), accepted_.pairs.end(),
      [&](const aws::Credentials& known) { return known.access_key_id == signature.parts.access_key_id; });
  if (pair != accepted_.pairs.end())
    return equal_secrets(signature.session_token, pair->session_token) ? &*pair : nullptr;
  temporary = temporary_.find(signature.parts.access_key_id, signature.session_token);
  return temporary ? &temporary->pair : nullptr;
}

Caller SignatureVerifier::caller_of(const Request& request) const {
  if (!find_header(request.headers, "x-amz-security-token") && !is_presigned(request)) return {};
  const auto read = read_signature(request);
  const auto* signature = std::get_if<RequestSignature>(&read);
  if (!signature || signature->session_token.empty()) return {};
  auto temporary = temporary_.find(signature->parts.access_key_id, signature->session_token);
  return temporary ? std::move(temporary->caller) : Caller{};
}

Sha256 SignatureVerifier::signing_key_for(const aws::Credentials& pair, const std::string& date,
                                          sigv4::Scope scope) {
  const std::lock_guard lock(mutex_);
  if (derived_.size() > kMostDerivedKeys) derived_.clear();
  DerivedKey& derived =
      derived_[pair.access_key_id + "/" + std::string(scope.service) + "/" + std::string(scope.region)];
  if (derived.date != date) derived = {date, sigv4::signing_key(pair.secret_access_key, date, scope)};
  return derived.key;
}

SignatureVerifier::Expected SignatureVerifier::expected_signature(const Request& request,
                                                                  const RequestSignature& signature,
                                                                  const aws::Credentials& pair,
                                                                  std::string_view payload_hash) {
  const Headers covered = covered_headers(request.headers, signature.parts.signed_headers);
  const sigv4::Request what = {.method = request.method,
                               .path = std::string_view(request.target).substr(0, request.target.find('?')),
                               .query = signature.query,
                               .headers = &covered,
                               .payload_hash = payload_hash};
  const sigv4::Scope scope{signature.parts.region, signature.parts.service};
  std::string signed_headers;
  Expected expected{.canonical_request = sigv4::canonical_request(what, {}, signed_headers)};
  expected.string_to_sign = sigv4::string_to_sign(expected.canonical_request, signature.amz_date, scope);
  const Sha256 key = signing_key_for(pair, signature.parts.date, scope);
  expected.signature = hex_encode(as_bytes(hmac_sha256(as_bytes(key), expected.string_to_sign)));
  return expected;
}

std::optional<Refusal> SignatureVerifier::verify_api(const Request& request, SystemTime now,
                                                     const std::vector<std::string_view>& services,
                                                     Part part) {
  const std::string* key = find_header(request.headers, "x-api-key");
  const auto bearer = bearer_of(request);
  const bool is_signed = find_header(request.headers, "authorization") || is_presigned(request);
  if (!key && !bearer && is_signed) return verify(request, now, services, part);
  if (!key && !bearer) return Refusal{.status = 401, .code = "", .message = "x-api-key header is required"};
  const std::string_view given = key ? std::string_view(*key) : *bearer;
  bool known = false;
  for (const auto* list : {&accepted_.api_keys, &accepted_.bearer_tokens}) {
    for (const std::string& accepted : *list) known |= equal_secrets(accepted, given);
  }
  if (known) return std::nullopt;
  // Bedrock's keys are of no use at Anthropic.
  if (is_short_term_key(given) && (holds(services, "bedrock") || holds(services, "bedrock-mantle"))) {
    const auto refusal = verify_short_term_key(given, now);
    if (!refusal) return std::nullopt;
    return Refusal{.status = 401, .code = "", .message = refusal->message};
  }
  return Refusal{.status = 401, .code = "", .message = key ? "invalid x-api-key" : "invalid bearer token"};
}

std::optional<Refusal> SignatureVerifier::verify(const Request& request, SystemTime now,
                                                 const std::vector<std::string_view>& services, Part part,
                                                 std::string region) {
  if (region.empty()) region = accepted_.region;
  if (const auto bearer = bearer_of(request)) return verify_bearer(*bearer, now);
  const auto read = read_signature(request);
  if (const auto* refusal = std::get_if<Refusal>(&read)) return *refusal;
  const RequestSignature& signature = *std::get_if<RequestSignature>(&read);

  std::optional<TemporaryKey> temporary;
  const aws::Credentials* pair = find_pair(signature, temporary);
  if (!pair) return invalid_token();
  if (has_expired(*pair, now)) return expired_token();
  if (auto refusal = check_scope(signature.parts, region, signature.amz_date, services)) return refusal;
  if (auto refusal = check_time(signature, now)) return refusal;
  if (auto refusal = check_signed_headers(request.headers, signature.parts.signed_headers)) return refusal;
  if (auto refusal = check_payload_hash(signature)) return refusal;

  const std::optional<std::string>& stated = signature.payload_hash;
  if (part == Part::head && !stated) return std::nullopt;
  const bool is_body_checked = part == Part::whole && !is_unsigned_payload(signature);
  const std::string body_hash = is_body_checked ? sha256_hex(request.body) : *stated;
  const Expected expected = expected_signature(request, signature, *pair, stated ? *stated : body_hash);
  if (equal_secrets(expected.signature, signature.parts.signature)) {
    if (!stated || iequals(*stated, body_hash)) return std::nullopt;
    return invalid_signature("The value of 'x-amz-content-sha256' is not the SHA-256 of the body.");
  }
  return invalid_signature(
      "The request signature we calculated does not match the signature you provided. Check your AWS Secret "
      "Access Key and signing method. Consult the service documentation for details.\n\nThe Canonical String "
      "for this request should have been\n'" +
      masked(expected.canonical_request, signature.session_token) +
      "'\n\nThe String-to-Sign should have been\n'" + expected.string_to_sign + "'\n");
}

}  // namespace anthropic::internal::local
