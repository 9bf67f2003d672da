#include <utility>

#include <anthropic/aws/signed_request.hpp>

#include "aws/calls/service_client.hpp"
#include "aws/endpoint/region.hpp"
#include "aws/endpoint/services.hpp"
#include "aws/session/session_state.hpp"
#include "base/crypto/sha256.hpp"
#include "base/errors.hpp"
#include "base/text/header_lookup.hpp"
#include "base/text/loggable_url.hpp"
#include "base/text/text.hpp"

namespace anthropic::inline v0::aws {

using namespace internal;
using namespace internal::aws;
namespace {

constexpr Service kNoService = {.id = "", .endpoint_prefix = ""};
constexpr std::string_view kHidden = "(hidden)";

Result<void> check(const SignedRequest& request) {
  const auto is_graphic = [](std::string_view text) {
    for (const char c : text) {
      if (c <= ' ' || c > '~') return false;
    }
    return !text.empty();
  };
  if (!is_graphic(request.method))
    return configuration_error("the method of a request is a word such as GET");
  if (!is_graphic(request.url))
    return configuration_error("the URL holds spaces or characters that are not ASCII, or is empty",
                               "escape them: %20 for a space");
  if (request.url.find('#') != std::string::npos)
    return configuration_error("a URL to be sent has no fragment (#…)");
  if (!request.service.empty()) {
    if (auto checked = check_service_name(request.service); !checked) return checked;
  }
  for (const auto& [name, value] : request.headers) {
    if (!is_graphic(name) || name.find(':') != std::string::npos)
      return configuration_error("a header's name is a word: \"" + name + "\" is not");
    if (value.find_first_of("\r\n\0", 0, 3) != std::string::npos)
      return configuration_error("the value of the header " + name + " holds a line break");
    for (const std::string_view made : {"host", "authorization", "x-amz-date", "x-amz-security-token"}) {
      if (iequals(name, made))
        return configuration_error("the header " + name + " is made by signing; leave it out");
    }
  }
  return {};
}

/// A request with everything that it leaves open.
struct Resolved {
  ServiceRequest request;
  Endpoint endpoint;
  Url url;
};

Result<Endpoint> endpoint_of(const Session& session, std::string_view prefix, const ClientOptions& options) {
  const std::string_view known = find_service_id(prefix);
  const Service described = {.id = known.empty() ? prefix : known, .endpoint_prefix = prefix};
  const ServiceClient client(session, described, options);
  const auto url = client.endpoint_url();
  if (!url) return url.error();
  const auto region = client.region();
  if (!region) return region.error();
  return state_of(session)->endpoint(prefix, *url, *region);
}

/// Where a path of a service is.
Result<Endpoint> place_path(const Session& session, const SignedRequest& given, Url& url) {
  if (given.service.empty())
    return configuration_error("nothing says whose path " + given.url + " is",
                               "give a whole URL, or name the service");
  auto endpoint =
      endpoint_of(session, given.service, {.region = given.region, .endpoint_url = given.endpoint_url});
  if (!endpoint) return endpoint;
  const std::optional<Url> whole = parse_url(endpoint->url + given.url);
  if (!whole) return configuration_error("this is no path of a URL: " + given.url);
  url = *whole;
  return endpoint;
}

/// What a whole URL says, and where it is sent.
Result<Endpoint> place_url(const Session& session, const SignedRequest& given, Url& url) {
  const std::optional<Url> whole = parse_url(given.url);
  if (!whole) return configuration_error("the URL is neither an absolute http or https URL nor a path");
  url = *whole;
  SigningScope scope = guess_signing_scope(url.host);
  if (!given.service.empty()) scope.service = given.service;
  if (!given.region.empty()) scope.region = given.region;
  if (scope.service.empty())
    return configuration_error("the host " + url.host + " does not say which service to sign for",
                               "name the service");
  if (scope.region.empty()) {
    auto region = session.region();
    if (!region) return region.error();
    scope.region = *std::move(region);
  }
  if (!is_valid_region(scope.region))
    return configuration_error("\"" + scope.region +
                               "\" is not the name of an AWS region: expected letters, digits and hyphens");
  if (!given.endpoint_url.empty()) {
    const std::optional<Url> other = parse_url(given.endpoint_url);
    if (!other || !other->query.empty())
      return configuration_error("the endpoint is not an http or https URL without a query");
    url.scheme = other->scheme;
    url.host = other->host;
    url.port = other->port;
    url.path = other->path + url.path;
  }
  return Endpoint{.url = {}, .signing_region = scope.region, .signing_name = scope.service};
}

Result<Resolved> resolve(const Session& session, const SignedRequest& given) {
  if (auto checked = check(given); !checked) return checked.error();
  Resolved out;
  const bool is_path = given.url.starts_with('/');
  auto placed = is_path ? place_path(session, given, out.url) : place_url(session, given, out.url);
  if (!placed) return placed.error();
  out.endpoint = *std::move(placed);
  out.endpoint.url = out.url.origin();
  out.request = {.method = given.method,
                 .path = out.url.path.empty() ? "/" : out.url.path,
                 .query = out.url.query,
                 .headers = given.headers,
                 .body = given.body};
  out.request.endpoint = out.endpoint;
  if (out.endpoint.signing_name == "s3") {
    out.request.signing = {.double_encode_path = false, .normalize_path = false};
    if (!find_header(given.headers, "x-amz-content-sha256"))
      out.request.headers.emplace_back("x-amz-content-sha256", sha256_hex(given.body));
  }
  return out;
}

/// Without the values that must not be shown: of the session token's header, and in the query.
std::string without_secrets(std::string canonical_request, const std::string& query,
                            const std::string& token) {
  const std::size_t query_begin = canonical_request.find('\n', canonical_request.find('\n') + 1) + 1;
  const std::string line = "\nx-amz-security-token:" + token;
  const std::size_t at = token.empty() ? std::string::npos : canonical_request.find(line);
  if (at != std::string::npos)
    canonical_request.replace(at + line.size() - token.size(), token.size(), kHidden);
  if (query.empty()) return canonical_request;
  const std::size_t query_size = canonical_request.find('\n', query_begin) - query_begin;
  return canonical_request.replace(query_begin, query_size,
                                   loggable_query(canonical_request.substr(query_begin, query_size)));
}

}  // namespace

Result<std::string> service_endpoint(const Session& session, std::string_view service,
                                     const ClientOptions& options) {
  const auto endpoint = endpoint_of(session, service, options);
  if (!endpoint) return endpoint.error();
  return endpoint->url;
}

Result<SignedRequestAnswer> send_signed(const Session& session, const SignedRequest& request,
                                        const CallOptions& options) {
  auto resolved = resolve(session, request);
  if (!resolved) return resolved.error();
  SignedRequestAnswer refusal;
  resolved->request.on_answer = [&refusal](const HttpHead& head, std::string_view body) {
    refusal.status = head.status;
    refusal.headers = head.headers;
    refusal.body = body;
  };
  const ServiceClient client(session, kNoService, {});
  auto answer = client.call(resolved->request, options);
  if (answer)
    return SignedRequestAnswer{answer->status, std::move(answer->headers), std::move(answer->body),
                               std::move(answer->request_id), std::nullopt};
  if (answer.error().status == 0 || answer.error().status != refusal.status) return answer.error();
  refusal.request_id = answer.error().request_id;
  refusal.failure = answer.error();
  return refusal;
}

Result<SignedRequestPlan> plan_signed(const Session& session, const SignedRequest& request,
                                      const CallOptions& options) {
  auto resolved = resolve(session, request);
  if (!resolved) return resolved.error();
  SessionState& state = *state_of(session);
  if (auto checked = state.check(); !checked) return checked.error();
  const auto credentials = state.signer.credentials(options.stop_token);
  if (!credentials) return credentials.error();

  ServiceRequest& sent = resolved->request;
  set_header(sent.headers, "host", resolved->url.authority());
  const std::string* given_hash = find_header(sent.headers, "x-amz-content-sha256");
  const std::string payload_hash = given_hash ? *given_hash : sha256_hex(sent.body);
  const sigv4::Scope scope = {.region = resolved->endpoint.signing_region,
                              .service = resolved->endpoint.signing_name};
  sigv4::Request to_sign = {.method = sent.method,
                            .path = sent.path,
                            .query = sent.query,
                            .headers = &sent.headers,
                            .payload_hash = payload_hash};
  auto attempt = state.signer.sign(to_sign, scope, sent.signing, options.stop_token);
  if (!attempt) return attempt.error();

  Headers signed_headers;
  SignedRequestPlan plan;
  for (const auto& [name, value] : attempt->headers) {
    if (iequals(name, "authorization")) {
      const std::size_t signature = value.find("Signature=");
      plan.headers.emplace_back(name, value.substr(0, signature) + "Signature=" + std::string(kHidden));
      continue;
    }
    signed_headers.emplace_back(name, value);
    const bool is_token = iequals(name, "x-amz-security-token");
    plan.headers.emplace_back(name, is_token ? std::string(kHidden) : value);
  }
  to_sign.headers = &signed_headers;
  std::string names;
  const std::string canonical = sigv4::canonical_request(to_sign, sent.signing, names);
  plan.method = sent.method;
  plan.url = loggable_url(resolved->endpoint.url + sent.path + (sent.query.empty() ? "" : "?" + sent.query));
  plan.service = resolved->endpoint.signing_name;
  plan.region = resolved->endpoint.signing_region;
  plan.credentials_source = credentials->source;
  plan.canonical_request = without_secrets(canonical, sent.query, credentials->session_token);
  plan.string_to_sign = sigv4::string_to_sign(canonical, *find_header(signed_headers, "x-amz-date"), scope);
  return plan;
}

}  // namespace anthropic::inline v0::aws
