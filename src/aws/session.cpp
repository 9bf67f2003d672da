#include <anthropic/aws/session.hpp>

#include "aws/credentials/default_chain.hpp"
#include "aws/credentials/sso_tokens.hpp"
#include "aws/session_state.hpp"

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

std::shared_ptr<CredentialsProvider> provider_of(const SessionSetup& setup) {
  if (setup.has_keys()) return std::make_shared<GivenKeys>(setup.options);
  return setup.options.credentials_provider;
}

}  // namespace

SessionState::SessionState(SessionOptions given)
    : SessionSetup(std::move(given)),
      signer(world, provider_of(*this), provider_of(*this) ? nullptr : default_chain(*this)) {}

Session::Session(SessionOptions options) : state_(std::make_shared<SessionState>(std::move(options))) {}

Result<Credentials> Session::credentials(std::stop_token stop) const {
  if (auto checked = state_->check(); !checked) return checked.error();
  return state_->signer.credentials(std::move(stop));
}

Result<BearerToken> Session::sso_token(std::stop_token stop) const {
  const Settings& settings = *state_->settings;
  const auto files = settings.files();
  if (!files) return files.error();
  const auto profile = settings.profile();
  if (!profile) return profile.error();
  const auto config = sso_config_of(settings.profile_name(), *profile, **files);
  if (!config) return config.error();
  return state_->sso_tokens->token(*config, settings.profile_name(), std::move(stop));
}

Result<std::string> Session::region() const {
  return state_->region();
}

}  // namespace anthropic::aws
