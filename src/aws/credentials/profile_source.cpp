#include "aws/credentials/profile_source.hpp"

#include <array>

namespace anthropic::aws {
namespace {

constexpr KeyNames kNames{"aws_access_key_id", "aws_secret_access_key", "aws_session_token"};

// Other ways to credentials. AWS's SDKs ask them before a profile's own keys.
constexpr std::array<std::string_view, 6> kOtherWays = {
    "web_identity_token_file", "role_arn",      "sso_session",
    "sso_start_url",           "login_session", "credential_process"};

class ProfileSource final : public CredentialsSource {
 public:
  explicit ProfileSource(std::shared_ptr<const Settings> settings) : settings_(std::move(settings)) {}

  SourceAnswer load(std::stop_token) override {
    settings_->recheck();
    // One reading for all keys, so that a change in between cannot mix two pairs.
    const Result<profile_file::Properties> profile = settings_->profile();
    if (!profile) return profile.error();
    const auto value = [&](std::string_view key) {
      const auto found = profile->find(key);
      return found == profile->end() ? std::string() : found->second;
    };
    for (const std::string_view key : kOtherWays) {
      if (!value(key).empty()) return unsupported(key);
    }
    Credentials credentials{.access_key_id = value(kNames.access_key_id),
                            .secret_access_key = value(kNames.secret_access_key),
                            .session_token = value(kNames.session_token),
                            .account_id = value("aws_account_id"),
                            .source = "profile " + settings_->profile_name()};
    if (credentials.access_key_id.empty() && credentials.secret_access_key.empty()) {
      return NotConfigured{settings_->describe_profile() + " (no aws_access_key_id)"};
    }
    if (const auto problem = problem_with(credentials, kNames)) {
      return Error{.kind = ErrorKind::credentials,
                   .message = settings_->describe_profile() + ": " + *problem,
                   .hint = "Correct the profile: aws configure --profile " + settings_->profile_name()};
    }
    return credentials;
  }

  std::uint64_t version() const override { return settings_->version(); }

 private:
  Error unsupported(std::string_view key) const {
    return Error{
        .kind = ErrorKind::credentials,
        .message = settings_->describe_profile() + " gets its credentials through " + std::string(key) +
                   ", which is not supported",
        .hint =
            "Let the AWS CLI fetch them: eval \"$(aws configure export-credentials --format env --profile " +
            settings_->profile_name() + ")\""};
  }

  std::shared_ptr<const Settings> settings_;
};

}  // namespace

std::unique_ptr<CredentialsSource> make_profile_source(std::shared_ptr<const Settings> settings) {
  return std::make_unique<ProfileSource>(std::move(settings));
}

}  // namespace anthropic::aws
