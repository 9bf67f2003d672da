#include "aws/credentials/metadata/imds_source.hpp"

#include <mutex>

#include "aws/credentials/source/json_credentials.hpp"
#include "base/crypto/encoding.hpp"
#include "base/text/text.hpp"

namespace anthropic::internal::aws {
namespace {

using Failure = ImdsClient::Failure;

constexpr std::string_view kPath = "/latest/meta-data/iam/security-credentials/";
constexpr auto kNextTryAfter = std::chrono::minutes(10);
constexpr double kJitterSeconds = 300;
constexpr std::string_view kHint =
    "Try again in a while; if it stays so, look at the role and the instance profile in EC2 and IAM.";

class ImdsSource final : public CredentialsSource {
 public:
  ImdsSource(std::shared_ptr<const World> world, std::shared_ptr<ImdsClient> client)
      : world_(std::move(world)), client_(std::move(client)) {}

  SourceAnswer load(std::stop_token stop) override {
    const auto role = client_->get(kPath, stop);
    if (role.failure) return without(*role.failure);
    // The first line names the role.
    const std::string name(trim(std::string_view(*role.text).substr(0, role.text->find('\n'))));
    if (name.empty()) return NotConfigured{"EC2's instance metadata (the instance has no role)"};
    const auto answer = client_->get(std::string(kPath) + percent_encode(name), stop);
    if (answer.failure) return without_keys_of(name, *answer.failure);
    auto credentials = credentials_in_answer(*answer.text);
    if (!credentials) {
      return kept_or(
          Error{.kind = ErrorKind::credentials,
                .message = "the role " + name + " of this EC2 instance: " + credentials.error().message,
                .hint = std::string(kHint)});
    }
    credentials->source = "EC2 instance role " + name;
    const bool expired = credentials->expiration && *credentials->expiration <= world_->clock->now();
    std::lock_guard lock(mutex_);
    last_ = *credentials;
    if (expired) return keep(*std::move(credentials));
    return *std::move(credentials);
  }

 private:
  SourceAnswer without(const Failure& failure) {
    if (failure.reason == Failure::Reason::cancelled) return failure.error;
    if (failure.reason == Failure::Reason::misconfigured) return kept_or(failure.error);
    if (failure.reason == Failure::Reason::not_found) {
      std::lock_guard lock(mutex_);
      last_.reset();
      return NotConfigured{"EC2's instance metadata (the instance has no role)"};
    }
    return kept_or(NotConfigured{failure.error.message});
  }

  /// An instance that has a role, and is out of order, is not taken for one that has none.
  SourceAnswer without_keys_of(const std::string& role, const Failure& failure) {
    if (failure.reason != Failure::Reason::failed) return without(failure);
    return kept_or(Error{.kind = ErrorKind::credentials,
                         .message = "the role " + role + " of this EC2 instance: " + failure.error.message,
                         .hint = std::string(kHint)});
  }

  SourceAnswer kept_or(SourceAnswer otherwise) {
    std::lock_guard lock(mutex_);
    if (last_) return keep(*last_);
    return otherwise;
  }

  KeptCredentials keep(Credentials credentials) const {
    const std::chrono::seconds jitter(static_cast<int>(world_->random->uniform() * kJitterSeconds));
    return {.credentials = std::move(credentials), .next_try = world_->clock->now() + kNextTryAfter + jitter};
  }

  const std::shared_ptr<const World> world_;
  const std::shared_ptr<ImdsClient> client_;
  std::mutex mutex_;
  std::optional<Credentials> last_;
};

}  // namespace

std::unique_ptr<CredentialsSource> make_imds_source(std::shared_ptr<const World> world,
                                                    std::shared_ptr<ImdsClient> client) {
  return std::make_unique<ImdsSource>(std::move(world), std::move(client));
}

}  // namespace anthropic::internal::aws
