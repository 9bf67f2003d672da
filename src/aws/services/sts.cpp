#include <anthropic/aws/sts.hpp>

#include "aws/calls/service_client.hpp"
#include "aws/services/shapes.hpp"
#include "base/text/text.hpp"
#include "wire/aws/sts_protocol.hpp"

namespace anthropic::aws {
namespace {

constexpr Service service = {.id = "STS", .endpoint_prefix = "sts", .api_version = sts::api_version};

Result<void> check(const std::string& role_arn, const std::string& session_name,
                   std::optional<int> duration_seconds) {
  if (role_arn.empty()) return refused("role_arn is empty");
  if (session_name.size() < 2 || session_name.size() > 64) {
    return refused("role_session_name has 2 to 64 characters, not " + std::to_string(session_name.size()));
  }
  if (duration_seconds && (*duration_seconds < 900 || *duration_seconds > 43'200)) {
    return refused("duration_seconds is 900 to 43200, not " + std::to_string(*duration_seconds));
  }
  return {};
}

void add_optional(QueryParams& params, const char* name, const std::optional<std::string>& value) {
  if (value) params.add_always(name, *value);
}

void add_duration(QueryParams& params, std::optional<int> seconds) {
  if (seconds) params.add("DurationSeconds", static_cast<long long>(*seconds));
}

void add_policy_arns(QueryParams& params, const std::vector<std::string>& arns) {
  for (std::size_t i = 0; i < arns.size(); ++i) {
    params.add_always("PolicyArns.member." + std::to_string(i + 1) + ".arn", arns[i]);
  }
}

std::optional<int> optional_number(const Xml& parent, std::string_view child) {
  const auto number = parse_integer(parent[child].text);
  if (!number || *number < 0 || *number > 1'000'000) return std::nullopt;
  return static_cast<int>(*number);
}

AssumedRoleUser assumed_role_user(const Xml& result) {
  const Xml& user = result["AssumedRoleUser"];
  return {.assumed_role_id = user["AssumedRoleId"].text, .arn = user["Arn"].text};
}

}  // namespace

STS::STS(Session session, ClientOptions options)
    : client_(std::make_shared<const ServiceClient>(std::move(session), service, std::move(options))) {}

Result<AssumeRoleOutput> STS::assume_role(const AssumeRoleInput& input, const CallOptions& options) const {
  if (auto checked = check(input.role_arn, input.role_session_name, input.duration_seconds); !checked) {
    return checked.error();
  }
  if (input.serial_number.has_value() != input.token_code.has_value()) {
    return refused("the serial number of an MFA device and its code are given together or not at all");
  }
  QueryParams params;
  params.add("RoleArn", input.role_arn);
  params.add("RoleSessionName", input.role_session_name);
  add_duration(params, input.duration_seconds);
  add_optional(params, "ExternalId", input.external_id);
  add_optional(params, "SerialNumber", input.serial_number);
  add_optional(params, "TokenCode", input.token_code);
  add_optional(params, "Policy", input.policy);
  add_policy_arns(params, input.policy_arns);
  int number = 0;
  for (const auto& [key, value] : input.tags) {
    const std::string prefix = "Tags.member." + std::to_string(++number);
    params.add_always(prefix + ".Key", key);
    params.add_always(prefix + ".Value", value);
  }
  params.add_list("TransitiveTagKeys", input.transitive_tag_keys);
  add_optional(params, "SourceIdentity", input.source_identity);
  const auto result = client_->call_query("AssumeRole", params, options);
  if (!result) return result.error();
  auto credentials = sts::credentials_of(*result);
  if (!credentials) return std::move(credentials).error();
  return AssumeRoleOutput{.credentials = *std::move(credentials),
                          .assumed_role_user = assumed_role_user(*result),
                          .packed_policy_size = optional_number(*result, "PackedPolicySize"),
                          .source_identity = optional_text(*result, "SourceIdentity")};
}

Result<AssumeRoleWithWebIdentityOutput> STS::assume_role_with_web_identity(
    const AssumeRoleWithWebIdentityInput& input, const CallOptions& options) const {
  if (auto checked = check(input.role_arn, input.role_session_name, input.duration_seconds); !checked) {
    return checked.error();
  }
  if (input.web_identity_token.size() < 4 || input.web_identity_token.size() > 20'000) {
    return refused("web_identity_token has 4 to 20000 characters, not " +
                   std::to_string(input.web_identity_token.size()));
  }
  QueryParams params;
  params.add("RoleArn", input.role_arn);
  params.add("RoleSessionName", input.role_session_name);
  params.add("WebIdentityToken", input.web_identity_token);
  add_optional(params, "ProviderId", input.provider_id);
  add_duration(params, input.duration_seconds);
  add_optional(params, "Policy", input.policy);
  add_policy_arns(params, input.policy_arns);
  const auto result = client_->call_query_unsigned("AssumeRoleWithWebIdentity", params, options);
  if (!result) return result.error();
  auto credentials = sts::credentials_of(*result);
  if (!credentials) return std::move(credentials).error();
  return AssumeRoleWithWebIdentityOutput{
      .credentials = *std::move(credentials),
      .assumed_role_user = assumed_role_user(*result),
      .subject_from_web_identity_token = optional_text(*result, "SubjectFromWebIdentityToken"),
      .audience = optional_text(*result, "Audience"),
      .provider = optional_text(*result, "Provider"),
      .packed_policy_size = optional_number(*result, "PackedPolicySize"),
      .source_identity = optional_text(*result, "SourceIdentity")};
}

Result<GetCallerIdentityOutput> STS::get_caller_identity(const CallOptions& options) const {
  const auto result = client_->call_query("GetCallerIdentity", {}, options);
  if (!result) return result.error();
  GetCallerIdentityOutput output{.account = (*result)["Account"].text,
                                 .arn = (*result)["Arn"].text,
                                 .user_id = (*result)["UserId"].text};
  if (output.arn.empty()) return incomplete_answer("GetCallerIdentity", "Arn");
  return output;
}

}  // namespace anthropic::aws
