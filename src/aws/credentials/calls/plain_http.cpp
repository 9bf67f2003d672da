#include "aws/credentials/calls/plain_http.hpp"

#include <anthropic/version.hpp>

#include "base/text/loggable_url.hpp"
#include "http/url.hpp"

namespace anthropic::internal::aws {
namespace {

constexpr std::size_t kLongestAnswer = 256u << 10;

}  // namespace

Result<PlainAnswer> send_plain(const World& world, const PlainRequest& request, std::stop_token stop) {
  const auto url = parse_url(request.url);
  if (!url) {
    return Error{.kind = ErrorKind::configuration,
                 .message = "\"" + loggable_url(request.url) + "\" is not an absolute http or https URL"};
  }
  Headers headers{{"host", url->authority()}, {"user-agent", "anthropic-bedrock-cpp/" ANTHROPIC_VERSION}};
  headers.insert(headers.end(), request.headers.begin(), request.headers.end());
  const ConnectionSettings connection{
      .proxy = "none", .ca_bundle = request.ca_bundle, .connect_timeout = request.connect_timeout};
  const auto exchange = world.transport->open({.method = request.method,
                                               .url = request.url,
                                               .headers = &headers,
                                               .body = {},
                                               .connection = &connection,
                                               .timeout = request.timeout,
                                               .idle_timeout = request.timeout,
                                               .stop = std::move(stop)});
  const auto head = exchange->head();
  if (!head) return head.error();
  const int status = (*head)->status;
  auto body = exchange->read_all(kLongestAnswer);
  if (!body) return std::move(body).error();
  return PlainAnswer{.status = status, .body = *std::move(body)};
}

}  // namespace anthropic::internal::aws
