#pragma once

#include <memory>
#include <vector>

#include "aws/credentials/source.hpp"

namespace anthropic::aws {

/// Asks its sources in their order and remembers the answer until shortly before it expires. The error, when
/// no source is configured, names every place looked at. Thread-safe; one thread loads at a time.
class CredentialsChain final : public CredentialsProvider {
 public:
  CredentialsChain(std::shared_ptr<const World> world,
                   std::vector<std::unique_ptr<CredentialsSource>> sources);
  ~CredentialsChain() override;

  Result<Credentials> credentials(std::stop_token stop) override;
  /// Forgets what is remembered: the service said that it has expired.
  void invalidate();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Environment, then profile.
std::shared_ptr<CredentialsChain> default_chain(std::shared_ptr<const Settings> settings,
                                                std::shared_ptr<const World> world);

}  // namespace anthropic::aws
