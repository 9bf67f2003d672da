#include "aws/credentials/sign_in/sso_credentials.hpp"

#include "aws/credentials/calls/service_call.hpp"
#include "aws/credentials/source/json_credentials.hpp"
#include "base/text/shell_word.hpp"
#include "base/text/url_query.hpp"

namespace anthropic::internal::aws {

Result<Credentials> sso_credentials(SessionSetup& setup, SsoTokens& tokens, const SsoConfig& config,
                                    const std::string& profile, std::stop_token stop) {
  if (config.role_name.empty()) {
    return Error{
        .kind = ErrorKind::credentials,
        .message = "the profile \"" + profile +
                   "\" has neither sso_account_id nor sso_role_name: it gives a token, not credentials",
        .hint = "Choose an account and a role: aws configure sso --profile " + shell_word(profile)};
  }
  const auto token = tokens.token(config, profile, stop);
  if (!token) return token.error();
  const std::string what = "getting credentials of the role " + config.role_name + " in the account " +
                           config.account_id + " through SSO";
  const auto answer = send_call(
      setup,
      {.service = service("SSO"),
       .region = config.region,
       .request =
           {.method = "GET",
            .path = "/federation/credentials",
            .query =
                UrlQuery().add("role_name", config.role_name).add("account_id", config.account_id).text(),
            .headers = {{"x-amz-sso_bearer_token", token->token}}}},
      std::move(stop));
  if (!answer) {
    const bool signed_out = answer.error().status == 401;
    return failure_of_source(
        what, answer.error(),
        signed_out ? "Sign in: aws sso login --profile " + shell_word(profile) : std::string());
  }
  const auto json = Json::parse(*answer);
  const auto malformed = [&](const std::string& why) {
    return failure_of_source(what, Error{.kind = ErrorKind::response_validation, .message = why});
  };
  if (!json) return malformed("the answer is not JSON");
  const Json& part = (*json)["roleCredentials"];
  auto credentials = credentials_in(part, {"accessKeyId", "secretAccessKey", "sessionToken", "", ""});
  if (!credentials) return malformed(credentials.error().message);
  const auto milliseconds = part["expiration"].as_int64();
  if (!milliseconds) return malformed("the answer does not say when the credentials expire");
  credentials->expiration = SystemTime(std::chrono::milliseconds(*milliseconds));
  credentials->account_id = config.account_id;
  return credentials;
}

}  // namespace anthropic::internal::aws
