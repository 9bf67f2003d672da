#include "wire/aws/sts_protocol.hpp"

#include "base/text/text.hpp"
#include "base/text/time_format.hpp"

namespace anthropic::sts {
namespace {

Error unusable(std::string message) {
  return Error{.kind = ErrorKind::response_validation, .message = std::move(message)};
}

std::string text_of(const Xml& parent, std::string_view child) {
  return std::string(trim(parent[child].text));
}

}  // namespace

std::string body_of(const AssumeRole& call) {
  QueryParams params;
  params.add("RoleArn", call.role_arn);
  params.add("RoleSessionName", call.role_session_name);
  if (call.duration_seconds) params.add("DurationSeconds", static_cast<long long>(*call.duration_seconds));
  params.add("ExternalId", call.external_id);
  params.add("SerialNumber", call.serial_number);
  params.add("TokenCode", call.token_code);
  return params.form_body("AssumeRole", api_version);
}

std::string body_of(const AssumeRoleWithWebIdentity& call) {
  QueryParams params;
  params.add("RoleArn", call.role_arn);
  params.add("RoleSessionName", call.role_session_name);
  params.add("WebIdentityToken", call.web_identity_token);
  return params.form_body("AssumeRoleWithWebIdentity", api_version);
}

Result<aws::Credentials> credentials_of(const Xml& result) {
  const Xml& part = result["Credentials"];
  aws::Credentials credentials{.access_key_id = text_of(part, "AccessKeyId"),
                               .secret_access_key = text_of(part, "SecretAccessKey"),
                               .session_token = text_of(part, "SessionToken"),
                               .expiration = parse_iso8601(text_of(part, "Expiration")),
                               .account_id = account_of_arn(text_of(result["AssumedRoleUser"], "Arn"))};
  if (credentials.access_key_id.empty() || credentials.secret_access_key.empty() ||
      credentials.session_token.empty()) {
    return unusable("the answer of STS holds no credentials");
  }
  if (!credentials.expiration) return unusable("the answer of STS does not say when its credentials expire");
  return credentials;
}

Result<aws::Credentials> credentials_of_answer(std::string_view document) {
  auto root = Xml::parse(document);
  if (!root) return unusable("the answer of STS is not XML");
  if (root->children.empty()) return unusable("the answer of STS holds no credentials");
  return credentials_of(root->children.front());
}

std::string account_of_arn(std::string_view arn) {
  for (int colon = 0; colon < 4; ++colon) {
    const std::size_t at = arn.find(':');
    if (at == std::string_view::npos) return {};
    arn.remove_prefix(at + 1);
  }
  return std::string(arn.substr(0, arn.find(':')));
}

}  // namespace anthropic::sts
