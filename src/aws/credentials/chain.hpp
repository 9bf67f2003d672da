#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "aws/credentials/source/source.hpp"
#include "base/public_names.hpp"

namespace anthropic::internal::aws {

/// Asks its sources in their order and remembers the answer: until it is invalidated, until its source has
/// changed, and what expires until min(15 minutes, a third of its lifetime) before that. The error, when no
/// source is configured, names every place looked at. What its source has kept is used as the source says.
///
/// Thread-safe. One thread loads at a time. While what is remembered is still valid, the others go on with
/// it, and a load that fails is tried again ten seconds later; otherwise they wait for that load, or until
/// they are asked to stop.
class CredentialsChain final : public CredentialsProvider {
 public:
  CredentialsChain(std::shared_ptr<const World> world,
                   std::vector<std::unique_ptr<CredentialsSource>> sources);
  ~CredentialsChain() override;

  Result<Credentials> credentials(std::stop_token stop) override;
  /// Whether credentials() has nothing to load: it returns at once.
  bool has_fresh() const;
  /// The places before the one that the latest credentials come from, and why they had none.
  std::vector<std::string> passed_over() const;
  /// Forgets what is remembered: the service said that it has expired.
  void invalidate();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace anthropic::internal::aws
