#include "aws/credentials/source/environment_source.hpp"

#include "base/errors.hpp"
#include "base/time/time_format.hpp"

namespace anthropic::internal::aws {
namespace {

constexpr KeyNames kNames{"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"};

class EnvironmentSource final : public CredentialsSource {
 public:
  explicit EnvironmentSource(std::shared_ptr<const World> world) : world_(std::move(world)) {}

  SourceAnswer load(std::stop_token) override {
    const Environment& environment = *world_->environment;
    Credentials credentials{.access_key_id = environment.get("AWS_ACCESS_KEY_ID").value_or(""),
                            .secret_access_key = environment.get("AWS_SECRET_ACCESS_KEY").value_or(""),
                            .session_token = environment.get("AWS_SESSION_TOKEN").value_or(""),
                            .account_id = environment.get("AWS_ACCOUNT_ID").value_or(""),
                            .source = std::string(kEnvironmentSource)};
    if (credentials.access_key_id.empty() && credentials.secret_access_key.empty()) {
      return NotConfigured{"the environment variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (not set)"};
    }
    if (const auto problem = problem_with(credentials, kNames)) {
      return credentials_error("the environment variables are wrong: " + *problem,
                               "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and AWS_SESSION_TOKEN for "
                               "temporary keys; or unset them all to use a profile.");
    }
    if (const auto expiration = environment.get("AWS_CREDENTIAL_EXPIRATION")) {
      credentials.expiration = parse_expiration(*expiration);
      if (!credentials.expiration) {
        return credentials_error(
            "AWS_CREDENTIAL_EXPIRATION is not a time in ISO 8601 with its zone: \"" + *expiration + "\"",
            "Unset it, or set it to a time such as 2027-01-31T12:00:00Z.");
      }
    }
    return credentials;
  }

 private:
  std::shared_ptr<const World> world_;
};

}  // namespace

std::unique_ptr<CredentialsSource> make_environment_source(std::shared_ptr<const World> world) {
  return std::make_unique<EnvironmentSource>(std::move(world));
}

}  // namespace anthropic::internal::aws
