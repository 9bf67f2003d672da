#include "aws/calls/service_client.hpp"

#include "aws/credentials/source/source.hpp"
#include "aws/session/session_state.hpp"
#include "base/errors.hpp"
#include "base/option_check.hpp"
#include "base/text/loggable_url.hpp"
#include "base/text/utf8.hpp"
#include "base/transport_defaults.hpp"
#include "call/secret_transport.hpp"
#include "wire/json/place.hpp"

namespace anthropic::internal::aws {
namespace {

/// The API key to send; empty if the request is to be signed. Credentials that code gave win over it.
Result<std::string> bearer_token(const SessionState& session, const char* variable, const Url& url) {
  const SessionOptions& given = session.options;
  if (!variable || session.has_keys() || given.credentials_provider || !given.profile.empty()) {
    return std::string();
  }
  auto token = session.world->environment->get(variable).value_or("");
  if (const auto problem = problem_in_header(token, variable)) {
    return configuration_error(*problem, "Set it anew, or unset it to sign with AWS credentials.");
  }
  if (token.empty()) return token;
  if (auto checked = check_secret_transport(url, variable); !checked) return checked.error();
  return token;
}

std::optional<Error> find_fault(const CallOptions& options) {
  return OptionCheck()
      .timeout("timeout", options.timeout)
      .timeout("attempt_timeout", options.attempt_timeout)
      .fault();
}

/// What `<OperationResult>` wraps.
Result<Xml> result_in(Result<Xml> root, std::string_view operation) {
  if (!root) return root;
  return (*root)[std::string(operation) + "Result"];
}

/// Where a text in an object is that is not UTF-8; empty if there is none.
std::string find_bad_text(const Json& json, const JsonPlace& place) {
  if (const auto text = json.as_string()) return is_utf8(*text) ? "" : place.path();
  for (const Json::Member& member : json.members()) {
    if (!is_utf8(member.name)) return "a name in " + place.path("the body");
    std::string found = find_bad_text(member.value, JsonPlace(place, member.name));
    if (!found.empty()) return found;
  }
  for (std::size_t i = 0; i < json.size() && json.is_array(); ++i) {
    std::string found = find_bad_text(json[i], JsonPlace(place, i));
    if (!found.empty()) return found;
  }
  return {};
}

Error not_utf8(const std::string& what) {
  return Error{.kind = ErrorKind::bad_request,
               .type = "invalid_request_error",
               .message = what + " is not UTF-8",
               .hint = "Convert the text to UTF-8 first."};
}

/// The text of a body. Fails, with the member's name, where a server could only say that it is no JSON.
Result<std::string> body_of(const Json& json) {
  std::string body = json.dump();
  if (is_utf8(body)) return body;
  return not_utf8(find_bad_text(json, JsonPlace()));
}

Error not_what_was_promised(std::string_view operation, const Error& error) {
  Error wrong = error;
  wrong.message = "the answer to " + std::string(operation) + " is " + error.message;
  return wrong;
}

}  // namespace

ServiceClient::ServiceClient(Session session, const Service& service, ClientOptions options)
    : session_(std::move(session)), service_(&service), options_(std::move(options)) {}

Result<std::string> ServiceClient::region() const {
  const SessionState& state = *state_of(session_);
  return state.region(options_.region);
}

Result<std::string> ServiceClient::endpoint_url() const {
  const SessionState& state = *state_of(session_);
  std::string given = options_.endpoint_url;
  if (given.empty()) given = state.endpoint_url_in_code(service_->id);
  if (given.empty()) given = state.options.endpoint_url;
  return state.settings->endpoint_url(given, nullptr, service_->id);
}

Result<Endpoint> ServiceClient::endpoint() const {
  const SessionState& state = *state_of(session_);
  if (auto checked = state.check(); !checked) return checked.error();
  const auto url = endpoint_url();
  if (!url) return url.error();
  const auto region = this->region();
  if (!region) return region.error();
  return state.endpoint(service_->endpoint_prefix, *url, *region);
}

Result<ServiceAnswer> ServiceClient::call(const ServiceRequest& request, const CallOptions& options,
                                          const BodySink& sink) const {
  SessionState& state = *state_of(session_);
  if (auto checked = state.check(); !checked) return checked.error();
  if (auto fault = find_fault(options)) return *std::move(fault);
  const auto deadline =
      CallDeadline::from_now(options.timeout ? options.timeout : state.options.timeout, *state.world->clock);
  const auto endpoint = request.endpoint ? Result<Endpoint>(*request.endpoint) : this->endpoint();
  if (!endpoint) return endpoint.error();
  auto url = parse_url(endpoint->url);
  if (!url || !url->query.empty()) {
    return Error{.kind = ErrorKind::configuration,
                 .message = "the endpoint \"" + loggable_url(endpoint->url) +
                            "\" is not an http or https URL without a query"};
  }
  url->host = request.host_prefix + url->host;
  url->path += request.path;
  if (request.holds_secrets && carries_secrets(endpoint->signing_name)) {
    const std::string what = "a call to " + endpoint->signing_name + ", which carries secrets,";
    if (auto checked = check_secret_transport(*url, what); !checked) return checked.error();
  }
  const auto limiter = state.limiter(url->authority());
  if (!limiter) return limiter.error();

  const auto token = bearer_token(state, service_->bearer_variable, *url);
  if (!token) return token.error();
  const auto attempt_timeout =
      options.attempt_timeout.value_or(request.attempt_timeout.value_or(state.options.attempt_timeout));
  const std::size_t longest = state.options.transport.max_response_bytes.value_or(kDefaultMaxResponseBytes);
  return send_request(state, request,
                      {.endpoint = *endpoint,
                       .url = *url,
                       .signer = request.sign && token->empty() ? &state.signer : nullptr,
                       .bearer_token = *token,
                       .attempt_timeout = attempt_timeout,
                       .deadline = deadline,
                       .limiter = *limiter,
                       .longest_answer = longest,
                       .stop = options.stop_token},
                      sink);
}

Result<std::string> ServiceClient::call_json_text(std::string_view operation, const Json& input,
                                                  const CallOptions& options) const {
  ServiceRequest request;
  request.headers = {{"content-type", "application/x-amz-json-" + std::string(service_->version)},
                     {"x-amz-target", std::string(service_->target_prefix) + "." + std::string(operation)}};
  if (service_->protocol == Protocol::json_query_compatible)
    request.headers.emplace_back("x-amzn-query-mode", "true");
  auto body = input.is_null() ? Result<std::string>("{}") : body_of(input);
  if (!body) return std::move(body).error();
  request.body = *std::move(body);
  auto answer = call(request, options);
  if (!answer) return std::move(answer).error();
  return std::move(answer->body);
}

Result<Json> ServiceClient::call_json(std::string_view operation, const Json& input,
                                      const CallOptions& options) const {
  const auto answer = call_json_text(operation, input, options);
  if (!answer) return answer.error();
  if (answer->empty()) return Json::object();
  auto output = Json::parse(*answer);
  if (!output) return not_what_was_promised(operation, output.error());
  return output;
}

Result<Xml> ServiceClient::call_form(std::string_view operation, const QueryParams& params, bool sign,
                                     const CallOptions& options) const {
  ServiceRequest request;
  request.sign = sign;
  request.holds_secrets = operation != "GetCallerIdentity";
  request.headers = {{"content-type", "application/x-www-form-urlencoded; charset=utf-8"}};
  if (const std::string* bad = params.find_bad_text()) return not_utf8(*bad);
  request.body = params.form_body(operation, service_->version);
  const auto answer = call(request, options);
  if (!answer) return answer.error();
  if (answer->body.empty()) return Xml();
  auto root = Xml::parse(answer->body);
  if (!root) return not_what_was_promised(operation, root.error());
  return root;
}

Result<Xml> ServiceClient::call_query(std::string_view operation, const QueryParams& params,
                                      const CallOptions& options) const {
  auto root = call_form(operation, params, true, options);
  return service_->protocol == Protocol::ec2_query ? root : result_in(std::move(root), operation);
}

Result<Xml> ServiceClient::call_query_unsigned(std::string_view operation, const QueryParams& params,
                                               const CallOptions& options) const {
  return result_in(call_form(operation, params, false, options), operation);
}

Result<Json> ServiceClient::call_rest_json(std::string_view method, std::string path, std::string query,
                                           const Json& body, const CallOptions& options) const {
  ServiceRequest request{.method = std::string(method), .path = std::move(path), .query = std::move(query)};
  if (!body.is_null()) {
    request.headers = {{"content-type", "application/json"}};
    auto text = body_of(body);
    if (!text) return std::move(text).error();
    request.body = *std::move(text);
  }
  const std::string called = request.method + " " + request.path;
  const auto answer = call(request, options);
  if (!answer) return answer.error();
  if (answer->body.empty()) return Json::object();
  auto output = Json::parse(answer->body);
  if (!output) return not_what_was_promised(called, output.error());
  return output;
}

}  // namespace anthropic::internal::aws
