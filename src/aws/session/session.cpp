#include <anthropic/aws/session.hpp>

#include "aws/credentials/default_chain.hpp"
#include "aws/credentials/provider_source.hpp"
#include "aws/credentials/sso_tokens.hpp"
#include "aws/session/session_state.hpp"

namespace anthropic::aws {
namespace {

/// Keys as they were given, right or wrong: check() says what is wrong with them.
class GivenKeys final : public CredentialsProvider {
 public:
  explicit GivenKeys(const SessionOptions& options)
      : credentials_{.access_key_id = options.access_key_id,
                     .secret_access_key = options.secret_access_key,
                     .session_token = options.session_token,
                     .source = "options"} {}
  Result<Credentials> credentials(std::stop_token) override { return credentials_; }

 private:
  const Credentials credentials_;
};

std::shared_ptr<CredentialsProvider> given_keys(const SessionSetup& setup) {
  return setup.has_keys() ? std::make_shared<GivenKeys>(setup.options) : nullptr;
}

std::shared_ptr<CredentialsChain> chain_of(SessionSetup& setup) {
  if (setup.has_keys()) return nullptr;
  const auto& provider = setup.options.credentials_provider;
  return provider ? provider_chain(setup.world, provider) : default_chain(setup);
}

}  // namespace

SessionState::SessionState(SessionOptions given)
    : SessionSetup(std::move(given)), signer(world, given_keys(*this), chain_of(*this)) {}

Session::Session(SessionOptions options)
    : state_(SessionState::share(
          [options = std::move(options)] { return std::make_unique<SessionState>(options); })) {}

const std::shared_ptr<SessionState>& Session::state() const {
  return in_this_process(state_);
}

Result<Credentials> Session::credentials(std::stop_token stop) const {
  if (auto checked = state()->check(); !checked) return checked.error();
  return state()->signer.credentials(std::move(stop));
}

Result<BearerToken> Session::sso_token(std::stop_token stop) const {
  const Settings& settings = *state()->settings;
  const auto files = settings.files();
  if (!files) return files.error();
  const auto profile = settings.profile();
  if (!profile) return profile.error();
  const auto config = sso_config_of(settings.profile_name(), *profile, **files);
  if (!config) return config.error();
  return state()->sso_tokens->token(*config, settings.profile_name(), std::move(stop));
}

Result<std::string> Session::region() const {
  return state()->region();
}

}  // namespace anthropic::aws
