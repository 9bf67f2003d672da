#include "aws/credentials/calls/service_call.hpp"

#include <algorithm>
#include <memory>

#include "aws/credentials/source/fixed_credentials.hpp"
#include "base/errors.hpp"
#include "call/secret_transport.hpp"

namespace anthropic::internal::aws {
namespace {

constexpr std::size_t kLongestServiceAnswer = 1u << 20;
constexpr std::chrono::milliseconds kLongestAttempt = std::chrono::seconds(10);

Result<Endpoint> endpoint_of(const SessionSetup& setup, const SourceCall& call) {
  const auto url =
      setup.settings->endpoint_url(setup.endpoint_url_in_code(call.service.id), nullptr, call.service.id);
  if (!url) return url.error();
  return setup.endpoint(call.service.endpoint_prefix, *url, call.region);
}

}  // namespace

Result<std::string> url_of(const SessionSetup& setup, const SourceCall& call) {
  const auto endpoint = endpoint_of(setup, call);
  if (!endpoint) return endpoint.error();
  const std::string& query = call.request.query;
  return endpoint->url + call.request.path + (query.empty() ? "" : "?" + query);
}

Result<std::string> send_call(SessionSetup& setup, const SourceCall& call, std::stop_token stop) {
  const auto endpoint = endpoint_of(setup, call);
  if (!endpoint) return endpoint.error();
  auto url = parse_url(endpoint->url);
  if (!url || !url->query.empty()) {
    return configuration_error("the endpoint of " + std::string(call.service.id) +
                               " is not an http or https URL");
  }
  url->path += call.request.path;
  const std::string what = "a call to " + std::string(call.service.id) + ", which carries secrets,";
  if (auto checked = check_secret_transport(*url, what); !checked) return checked.error();
  std::optional<RequestSigner> signer;
  if (call.credentials)
    signer.emplace(setup.world, std::make_shared<FixedCredentials>(*call.credentials), nullptr);
  auto answer = send_request(setup, call.request,
                             {.endpoint = *endpoint,
                              .url = *url,
                              .signer = signer ? &*signer : nullptr,
                              .attempt_timeout = std::min(setup.options.attempt_timeout, kLongestAttempt),
                              .longest_answer = kLongestServiceAnswer,
                              .stop = std::move(stop)});
  if (!answer) return std::move(answer).error();
  return std::move(answer->body);
}

Error failure_of_source(const std::string& what, Error error, std::string hint) {
  if (error.kind == ErrorKind::user_abort) return error;
  Error failure{.kind = ErrorKind::credentials,
                .code = error.code,
                .message = what + " failed: ",
                .hint = hint.empty() ? error.hint : std::move(hint),
                .request_id = error.request_id};
  if (!error.code.empty()) failure.message += error.code + ": ";
  failure.message += error.message;
  return failure;
}

}  // namespace anthropic::internal::aws
