#include "aws/credentials/service_call.hpp"

#include <anthropic/version.hpp>

#include "aws/calls/attempts.hpp"
#include "aws/calls/clock_skew.hpp"
#include "aws/calls/error.hpp"
#include "base/crypto/sha256.hpp"
#include "wire/aws/sigv4.hpp"

namespace anthropic::aws {
namespace {

constexpr std::size_t kLongestAnswer = 1u << 20;
constexpr std::chrono::milliseconds kLongestAttempt = std::chrono::seconds(10);

Result<Endpoint> endpoint_of(const SessionSetup& setup, const SourceCall& call) {
  const auto url =
      setup.settings->endpoint_url(setup.endpoint_url_in_code(call.service_id), nullptr, call.service_id);
  if (!url) return url.error();
  return setup.endpoint(call.endpoint_prefix, *url, call.region);
}

class SourceAttempts final : public AttemptMaker {
 public:
  SourceAttempts(const SessionSetup& setup, const SourceCall& call, const Endpoint& endpoint, const Url& url)
      : setup_(setup), call_(call), endpoint_(endpoint), path_(url.path), headers_(call.headers) {
    set_header(headers_, "host", url.authority);
  }

  Result<Attempt> authorize(std::stop_token) override {
    Attempt attempt{.headers = headers_};
    if (call_.credentials) {
      const std::string hash = sha256_hex(call_.body);
      const Headers added = signer_.sign(
          {.method = call_.method,
           .path = path_,
           .query = call_.query,
           .headers = &headers_,
           .payload_hash = hash},
          *call_.credentials, {.region = endpoint_.signing_region, .service = endpoint_.signing_name},
          skew_.corrected(setup_.world->clock->now()));
      attempt.headers.insert(attempt.headers.end(), added.begin(), added.end());
    }
    attempt.clock_offset = skew_.offset();
    if (call_.headers_of_attempt) {
      const auto more = call_.headers_of_attempt();
      if (!more) return more.error();
      attempt.headers.insert(attempt.headers.end(), more->begin(), more->end());
    }
    attempt.headers.emplace_back("user-agent", "anthropic-bedrock-cpp/" ANTHROPIC_VERSION);
    return attempt;
  }

  Error error_from_answer(const HttpHead& head, std::string_view body) override {
    return error_from_response(head.status, head.headers, body);
  }

  bool learn(const Error& error, const HttpHead& head, const Attempt& attempt) override {
    const std::string* date = find_header(head.headers, "date");
    return call_.credentials && date &&
           skew_.learn(error, *date, setup_.world->clock->now(), attempt.clock_offset);
  }

  void add_hint(Error&) override {}

 private:
  const SessionSetup& setup_;
  const SourceCall& call_;
  const Endpoint& endpoint_;
  const std::string path_;
  Headers headers_;
  sigv4::Signer signer_;
  ClockSkew skew_;
};

}  // namespace

Result<std::string> url_of(const SessionSetup& setup, const SourceCall& call) {
  const auto endpoint = endpoint_of(setup, call);
  if (!endpoint) return endpoint.error();
  return endpoint->url + call.path + (call.query.empty() ? "" : "?" + call.query);
}

Result<std::string> send_call(SessionSetup& setup, const SourceCall& call, std::stop_token stop) {
  const auto endpoint = endpoint_of(setup, call);
  if (!endpoint) return endpoint.error();
  const std::string whole_url = endpoint->url + call.path + (call.query.empty() ? "" : "?" + call.query);
  const auto url = parse_url(whole_url);
  if (!url) {
    return Error{
        .kind = ErrorKind::configuration,
        .message = "the endpoint of " + std::string(call.service_id) + " is not an http or https URL"};
  }
  const std::string what = "a call to " + std::string(call.service_id) + ", which carries secrets,";
  if (auto checked = check_secret_transport(*url, what); !checked) return checked.error();
  const auto connection = setup.connection(*url);
  if (!connection) return connection.error();
  const auto max_attempts = setup.max_attempts();
  if (!max_attempts) return max_attempts.error();
  SourceAttempts maker(setup, call, *endpoint, *url);
  const auto timeout = std::min(setup.options.attempt_timeout, kLongestAttempt);
  Attempts attempts(*setup.world, setup.log, setup.quota(url->authority),
                    {.method = call.method,
                     .url = whole_url,
                     .body = call.body,
                     .connection = &*connection,
                     .attempt_timeout = timeout,
                     .idle_timeout = timeout,
                     .max_attempts = *max_attempts},
                    maker, std::move(stop));
  while (true) {
    const auto head = attempts.send();
    if (!head) return head.error();
    auto body = attempts.exchange().read_all(kLongestAnswer);
    if (body) {
      attempts.succeeded();
      return body;
    }
    if (!attempts.should_send_again(body.error())) return attempts.complete(body.error());
  }
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

}  // namespace anthropic::aws
