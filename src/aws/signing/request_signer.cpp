#include "aws/signing/request_signer.hpp"

#include "aws/calls/error.hpp"
#include "aws/credentials/source/environment_source.hpp"
#include "base/text/header_lookup.hpp"
#include "base/text/text.hpp"

namespace anthropic::internal::aws {

RequestSigner::RequestSigner(std::shared_ptr<const World> world,
                             std::shared_ptr<CredentialsProvider> provider,
                             std::shared_ptr<CredentialsChain> chain)
    : world_(std::move(world)), provider_(std::move(provider)), chain_(std::move(chain)) {}

Result<Credentials> RequestSigner::credentials(std::stop_token stop) {
  return chain_ ? chain_->credentials(std::move(stop)) : provider_->credentials(std::move(stop));
}

std::vector<std::string> RequestSigner::passed_over() const {
  return chain_ ? chain_->passed_over() : std::vector<std::string>();
}

Result<Attempt> RequestSigner::sign(const sigv4::Request& request, sigv4::Scope scope,
                                    const sigv4::Options& options, std::stop_token stop) {
  const auto credentials = this->credentials(std::move(stop));
  if (!credentials) return credentials.error();
  signs_from_environment_ = credentials->source == kEnvironmentSource;
  Attempt attempt{.headers = *request.headers, .clock_offset = clock_skew_.offset()};
  Headers added =
      signer_.sign(request, *credentials, scope, world_->clock->now() + attempt.clock_offset, options);
  for (auto& header : added) attempt.headers.push_back(std::move(header));
  return attempt;
}

bool RequestSigner::learn(const Error& error, const Headers& answer, const Attempt& attempt) {
  const std::string* date = find_header(answer, "date");
  if (date && clock_skew_.learn(error, *date, world_->clock->now(), attempt.clock_offset)) return true;
  if (!chain_ || !is_expired_token(error)) return false;
  chain_->invalidate();
  return true;
}

}  // namespace anthropic::internal::aws
