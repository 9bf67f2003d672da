#include "aws/credentials/web_identity_source.hpp"

#include "aws/credentials/calls/sts_calls.hpp"

namespace anthropic::internal::aws {
namespace {

class WebIdentitySource final : public CredentialsSource {
 public:
  explicit WebIdentitySource(SessionSetup& setup) : setup_(setup) {}

  SourceAnswer load(std::stop_token stop) override {
    const Environment& environment = *setup_.world->environment;
    const auto file = environment.get("AWS_WEB_IDENTITY_TOKEN_FILE");
    if (!file) return NotConfigured{"AWS_WEB_IDENTITY_TOKEN_FILE (not set)"};
    const auto role = environment.get("AWS_ROLE_ARN");
    if (!role) {
      return Error{.kind = ErrorKind::credentials,
                   .message = "AWS_WEB_IDENTITY_TOKEN_FILE is set, but AWS_ROLE_ARN is not",
                   .hint = "Set both, or neither."};
    }
    auto credentials = assume_role_with_web_identity(
        setup_,
        {.role_arn = *role,
         .role_session_name = environment.get("AWS_ROLE_SESSION_NAME").value_or(""),
         .token_file = *file},
        std::move(stop));
    if (!credentials) return std::move(credentials).error();
    credentials->source = "web identity";
    return *std::move(credentials);
  }

 private:
  SessionSetup& setup_;
};

}  // namespace

std::unique_ptr<CredentialsSource> make_web_identity_source(SessionSetup& setup) {
  return std::make_unique<WebIdentitySource>(setup);
}

}  // namespace anthropic::internal::aws
