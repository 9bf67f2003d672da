#include <anthropic/aws/session.hpp>

#include "aws/credentials/default_chain.hpp"
#include "aws/credentials/provider_source.hpp"
#include "aws/credentials/sign_in/sso_tokens.hpp"
#include "aws/credentials/source/fixed_credentials.hpp"
#include "aws/session/make_session.hpp"
#include "aws/session/session_state.hpp"
#include "base/access.hpp"

namespace anthropic::internal::aws {
namespace {

/// Keys as they were given, right or wrong: check() says what is wrong with them.
std::shared_ptr<CredentialsProvider> given_keys(const SessionSetup& setup) {
  if (!setup.has_keys()) return nullptr;
  const SessionOptions& options = setup.options;
  return std::make_shared<FixedCredentials>(Credentials{.access_key_id = options.access_key_id,
                                                        .secret_access_key = options.secret_access_key,
                                                        .session_token = options.session_token,
                                                        .source = "options"});
}

std::shared_ptr<CredentialsChain> chain_of(SessionSetup& setup) {
  if (setup.has_keys()) return nullptr;
  const auto& provider = setup.options.credentials_provider;
  return provider ? provider_chain(setup.world, provider) : default_chain(setup);
}

}  // namespace

SessionState::SessionState(SessionOptions given, std::shared_ptr<const World> given_world)
    : SessionSetup(std::move(given), std::move(given_world)),
      signer(world, given_keys(*this), chain_of(*this)) {}

}  // namespace anthropic::internal::aws

namespace anthropic::internal {

aws::Session make_session(aws::SessionOptions options, std::shared_ptr<const World> world) {
  return Access::make<aws::Session>(
      aws::SessionState::share([options = std::move(options), world = std::move(world)] {
        return std::make_unique<aws::SessionState>(options, world);
      }));
}

}  // namespace anthropic::internal

namespace anthropic::inline v0::aws {

using namespace internal;
using namespace internal::aws;

Session::Session(SessionOptions options) : Session(internal::make_session(std::move(options), nullptr)) {}

Result<Credentials> Session::credentials(std::stop_token stop) const {
  if (auto checked = state_of(*this)->check(); !checked) return checked.error();
  return state_of(*this)->signer.credentials(std::move(stop));
}

Result<BearerToken> Session::sso_token(std::stop_token stop) const {
  const Settings& settings = *state_of(*this)->settings;
  const auto files = settings.files();
  if (!files) return files.error();
  const auto profile = settings.profile();
  if (!profile) return profile.error();
  const auto config = sso_config_of(settings.profile_name(), *profile, **files);
  if (!config) return config.error();
  return state_of(*this)->sso_tokens->token(*config, settings.profile_name(), std::move(stop));
}

Result<std::string> Session::region() const {
  return state_of(*this)->region();
}

}  // namespace anthropic::inline v0::aws
