#include "wire/aws/sts_protocol.hpp"

#include "base/text/text.hpp"
#include "base/time/time_format.hpp"
#include "wire/aws/arn.hpp"

namespace anthropic::internal::sts {
namespace {

Error unusable(std::string message) {
  return Error{.kind = ErrorKind::response_validation, .message = std::move(message)};
}

std::string text_of(const Xml& parent, std::string_view child) {
  return std::string(trim(parent[child].text));
}

void add_policy_arns(QueryParams& params, const std::vector<std::string>& arns) {
  for (std::size_t i = 0; i < arns.size(); ++i) {
    params.add_always("PolicyArns.member." + std::to_string(i + 1) + ".arn", arns[i]);
  }
}

}  // namespace

QueryParams params_of(const aws::AssumeRoleInput& input) {
  QueryParams params;
  params.add("RoleArn", input.role_arn);
  params.add("RoleSessionName", input.role_session_name);
  params.add_optional("DurationSeconds", input.duration_seconds);
  params.add_optional("ExternalId", input.external_id);
  params.add_optional("SerialNumber", input.serial_number);
  params.add_optional("TokenCode", input.token_code);
  params.add_optional("Policy", input.policy);
  add_policy_arns(params, input.policy_arns);
  params.add_tags("Tags", input.tags);
  params.add_list("TransitiveTagKeys", input.transitive_tag_keys);
  params.add_optional("SourceIdentity", input.source_identity);
  return params;
}

QueryParams params_of(const aws::AssumeRoleWithWebIdentityInput& input) {
  QueryParams params;
  params.add("RoleArn", input.role_arn);
  params.add("RoleSessionName", input.role_session_name);
  params.add("WebIdentityToken", input.web_identity_token);
  params.add_optional("ProviderId", input.provider_id);
  params.add_optional("DurationSeconds", input.duration_seconds);
  params.add_optional("Policy", input.policy);
  add_policy_arns(params, input.policy_arns);
  return params;
}

Result<aws::Credentials> credentials_of(const Xml& result) {
  const Xml& part = result["Credentials"];
  aws::Credentials credentials{
      .access_key_id = text_of(part, "AccessKeyId"),
      .secret_access_key = text_of(part, "SecretAccessKey"),
      .session_token = text_of(part, "SessionToken"),
      .expiration = parse_iso8601(text_of(part, "Expiration")),
      .account_id = std::string(account_of_arn(text_of(result["AssumedRoleUser"], "Arn")))};
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

}  // namespace anthropic::internal::sts
