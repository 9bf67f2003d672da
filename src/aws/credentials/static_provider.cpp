#include "aws/credentials/static_provider.hpp"

namespace anthropic::aws {
namespace {

class StaticProvider final : public CredentialsProvider {
 public:
  explicit StaticProvider(Credentials credentials) : credentials_(std::move(credentials)) {}
  Result<Credentials> credentials(std::stop_token) override { return credentials_; }

 private:
  const Credentials credentials_;
};

}  // namespace

Result<std::shared_ptr<CredentialsProvider>> static_provider(std::string access_key, std::string secret_key,
                                                             std::string session_token) {
  Credentials credentials{.access_key_id = std::move(access_key),
                          .secret_access_key = std::move(secret_key),
                          .session_token = std::move(session_token),
                          .source = "code"};
  constexpr KeyNames names{"aws_access_key", "aws_secret_key", "aws_session_token"};
  if (const auto problem = problem_with(credentials, names)) {
    return Error{
        .kind = ErrorKind::configuration,
        .message = "the client's options are wrong: " + *problem,
        .hint =
            "Give aws_access_key and aws_secret_key together, with aws_session_token for temporary keys; "
            "or none of them to use the environment or a profile."};
  }
  return std::shared_ptr<CredentialsProvider>(std::make_shared<StaticProvider>(std::move(credentials)));
}

}  // namespace anthropic::aws
