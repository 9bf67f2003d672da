#include "aws/credentials/provider_source.hpp"

#include <utility>

#include "base/threads/user_code.hpp"

namespace anthropic::internal::aws {
namespace {

class ProviderSource final : public CredentialsSource {
 public:
  explicit ProviderSource(std::shared_ptr<CredentialsProvider> provider) : provider_(std::move(provider)) {}

  SourceAnswer load(std::stop_token stop) override {
    auto given = ask(stop);
    if (!given) return std::move(given).error();
    if (given->source.empty()) given->source = "the program's own provider";
    if (!given->expiration) return PassingCredentials{*std::move(given)};
    return *std::move(given);
  }

 private:
  Result<Credentials> ask(const std::stop_token& stop) const {
    return run_user_code(ErrorKind::credentials, "the program's own credentials provider",
                         [&] { return provider_->credentials(stop); });
  }

  const std::shared_ptr<CredentialsProvider> provider_;
};

}  // namespace

std::shared_ptr<CredentialsChain> provider_chain(std::shared_ptr<const World> world,
                                                 std::shared_ptr<CredentialsProvider> provider) {
  std::vector<std::unique_ptr<CredentialsSource>> sources;
  sources.push_back(std::make_unique<ProviderSource>(std::move(provider)));
  return std::make_shared<CredentialsChain>(std::move(world), std::move(sources));
}

}  // namespace anthropic::internal::aws
