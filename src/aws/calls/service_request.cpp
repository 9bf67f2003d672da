#include "aws/calls/service_request.hpp"

#include <anthropic/version.hpp>

#include "aws/calls/error.hpp"
#include "aws/endpoint/known_regions.hpp"
#include "base/crypto/sha256.hpp"
#include "base/text/header_lookup.hpp"
#include "base/threads/user_code.hpp"
#include "call/call.hpp"

namespace anthropic::internal::aws {
namespace {

/// Signs the attempts of one call.
class ServiceAuthorizer final : public Authorizer {
 public:
  ServiceAuthorizer(const ServiceRequest& request, const Sending& sending, std::string_view url)
      : request_(request),
        endpoint_(sending.endpoint),
        signer_(sending.signer),
        url_(url),
        path_(sending.url.path.empty() ? "/" : sending.url.path),
        headers_(request.headers) {
    set_header(headers_, "host", sending.url.authority());
    if (!sending.bearer_token.empty())
      set_header(headers_, "authorization", "Bearer " + std::string(sending.bearer_token));
    if (signer_) payload_hash_ = hash_of_payload();
  }

  bool authorizes_at_once() const override { return !signer_ || signer_->has_fresh_credentials(); }

  Result<Attempt> authorize(std::stop_token stop) override {
    Attempt attempt;
    if (signer_) {
      auto signed_attempt =
          signer_->sign({.method = request_.method,
                         .path = path_,
                         .query = request_.query,
                         .headers = &headers_,
                         .payload_hash = payload_hash_},
                        {.region = endpoint_.signing_region, .service = endpoint_.signing_name},
                        request_.signing, std::move(stop));
      if (!signed_attempt) return signed_attempt;
      attempt = *std::move(signed_attempt);
    } else {
      attempt.headers = headers_;
    }
    if (request_.headers_of_attempt) {
      const auto more = request_.headers_of_attempt();
      if (!more) return more.error();
      attempt.headers.insert(attempt.headers.end(), more->begin(), more->end());
    }
    attempt.headers.emplace_back("user-agent", "anthropic-bedrock-cpp/" ANTHROPIC_VERSION);
    return attempt;
  }

  void answered(const HttpHead& head, std::string_view body, const Error*) override {
    if (request_.on_answer) request_.on_answer(head, body);
  }

  bool learn(const Error& error, const HttpHead& head, const Attempt& attempt) override {
    return signer_ && signer_->learn(error, head.headers, attempt);
  }

  void add_hint(Error& error) override { add_region_hint(url_, error); }

 private:
  std::string hash_of_payload() const {
    const std::string* given = find_header(headers_, "x-amz-content-sha256");
    return given ? *given : sha256_hex(request_.body);
  }

  const ServiceRequest& request_;
  const Endpoint& endpoint_;
  RequestSigner* const signer_;
  const std::string_view url_;
  const std::string path_;
  Headers headers_;
  std::string payload_hash_;
};

/// Hands the body to the sink.
Result<void> pass_on(Call& call, const BodySink& sink) {
  while (true) {
    const auto piece = call.exchange().read();
    if (!piece) return piece.error();
    if (piece->empty()) return {};
    call.commit();
    const auto give = [&] { return sink(*piece); };
    auto accepted = run_user_code(ErrorKind::configuration, "the function that takes the body", give);
    if (!accepted) return accepted;
  }
}

}  // namespace

Result<ServiceAnswer> send_request(SessionSetup& setup, const ServiceRequest& request, Sending sending,
                                   const BodySink& sink) {
  const auto connection = setup.connection(sending.url);
  if (!connection) return connection.error();
  const auto max_attempts = setup.max_attempts();
  if (!max_attempts) return max_attempts.error();
  const std::string url =
      sending.url.origin() + sending.url.path + (request.query.empty() ? "" : "?" + request.query);
  ServiceAuthorizer authorizer(request, sending, url);
  Call call(*setup.world, setup.log, kErrorTable,
            {.method = request.method,
             .url = url,
             .body = request.body,
             .connection = &*connection,
             .attempt_timeout = sending.attempt_timeout,
             .idle_timeout = sending.attempt_timeout},
            {.max_attempts = *max_attempts,
             .deadline = sending.deadline,
             .quota = setup.quota(sending.url.authority()),
             .limiter = std::move(sending.limiter)},
            authorizer, std::move(sending.stop));
  return call.run([&](const HttpHead& head) -> Result<ServiceAnswer> {
    ServiceAnswer answer{.status = head.status, .headers = head.headers, .request_id = call.request_id()};
    if (sink) {
      if (auto passed = pass_on(call, sink); !passed) return std::move(passed).error();
    } else {
      auto body = call.exchange().read_answer(sending.longest_answer);
      if (!body) return std::move(body).error();
      answer.body = *std::move(body);
    }
    if (request.failure_in) {
      if (auto failure = request.failure_in({answer.status, answer.headers}, answer.body))
        return *std::move(failure);
    }
    return answer;
  });
}

}  // namespace anthropic::internal::aws
