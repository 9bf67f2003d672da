#include "local/credentials/container_credentials.hpp"

#include <chrono>

#include <anthropic/json.hpp>

#include "base/text/header_lookup.hpp"
#include "base/time/time_format.hpp"
#include "local/credentials/equal_secrets.hpp"

namespace anthropic::internal::local {
namespace {

constexpr std::chrono::hours kLifetime{6};

Answer answer_json(int status, const Json& body) {
  Answer answer;
  answer.status = status;
  answer.headers.emplace_back("Content-Type", "application/json");
  answer.body = body.dump();
  return answer;
}

Answer refuse_token() {
  Answer answer = answer_json(401, Json::object({{"code", "InvalidAuthorizationToken"},
                                                 {"message",
                                                  "The Authorization header must be the token of "
                                                  "AWS_CONTAINER_AUTHORIZATION_TOKEN."}}));
  answer.error_code = "InvalidAuthorizationToken";
  return answer;
}

}  // namespace

std::optional<Answer> ContainerCredentials::answer(const Request& request, SystemTime now) const {
  if (token_.empty() || request.method != "GET" || request.target != kPath) return std::nullopt;
  const std::string* token = find_header(request.headers, "authorization");
  if (!token || !equal_secrets(*token, token_)) return refuse_token();
  const Caller role{.arn = "arn:aws:sts::000000000000:assumed-role/local-endpoint/container",
                    .user_id = "AROALOCALENDPOINTROLE:container"};
  const aws::Credentials pair = keys_->issue(role, now, kLifetime);
  return answer_json(200, Json::object({{"RoleArn", "arn:aws:iam::000000000000:role/local-endpoint"},
                                        {"AccessKeyId", pair.access_key_id},
                                        {"SecretAccessKey", std::string(pair.secret_access_key)},
                                        {"Token", std::string(pair.session_token)},
                                        {"Expiration", format_iso8601(*pair.expiration)}}));
}

}  // namespace anthropic::internal::local
