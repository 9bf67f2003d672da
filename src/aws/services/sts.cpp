#include <anthropic/aws/sts.hpp>

#include "aws/calls/service_client.hpp"
#include "aws/services/shapes.hpp"
#include "wire/aws/sts_protocol.hpp"

namespace anthropic::inline v0::aws {

using namespace internal;
using namespace internal::aws;
namespace {

Result<void> check(const std::string& role_arn, const std::string& session_name,
                   std::optional<int> duration_seconds) {
  if (auto given = check_given("role_arn", role_arn); !given) return given;
  if (session_name.size() < 2 || session_name.size() > 64) {
    return bad_request_error("role_session_name has 2 to 64 characters, not " +
                             std::to_string(session_name.size()));
  }
  if (duration_seconds && (*duration_seconds < 900 || *duration_seconds > 43'200)) {
    return bad_request_error("duration_seconds is 900 to 43200, not " + std::to_string(*duration_seconds));
  }
  return {};
}

AssumedRoleUser assumed_role_user(const Xml& result) {
  const Xml& user = result["AssumedRoleUser"];
  return {.assumed_role_id = user["AssumedRoleId"].text, .arn = user["Arn"].text};
}

}  // namespace

STS::STS(Session session, ClientOptions options)
    : client_(std::make_shared<const ServiceClient>(std::move(session), service("STS"), std::move(options))) {
}

Result<AssumeRoleOutput> STS::assume_role(const AssumeRoleInput& input, const CallOptions& options) const {
  if (auto checked = check(input.role_arn, input.role_session_name, input.duration_seconds); !checked) {
    return checked.error();
  }
  if (input.serial_number.has_value() != input.token_code.has_value()) {
    return bad_request_error(
        "the serial number of an MFA device and its code are given together or not at all");
  }
  const auto result = client_->call_query("AssumeRole", sts::params_of(input), options);
  if (!result) return result.error();
  auto credentials = sts::credentials_of(*result);
  if (!credentials) return std::move(credentials).error();
  return AssumeRoleOutput{.credentials = *std::move(credentials),
                          .assumed_role_user = assumed_role_user(*result),
                          .packed_policy_size = optional_int(*result, "PackedPolicySize"),
                          .source_identity = optional_text(*result, "SourceIdentity")};
}

Result<AssumeRoleWithWebIdentityOutput> STS::assume_role_with_web_identity(
    const AssumeRoleWithWebIdentityInput& input, const CallOptions& options) const {
  if (auto checked = check(input.role_arn, input.role_session_name, input.duration_seconds); !checked) {
    return checked.error();
  }
  if (input.web_identity_token.size() < 4 || input.web_identity_token.size() > 20'000) {
    return bad_request_error("web_identity_token has 4 to 20000 characters, not " +
                             std::to_string(input.web_identity_token.size()));
  }
  const auto result =
      client_->call_query_unsigned("AssumeRoleWithWebIdentity", sts::params_of(input), options);
  if (!result) return result.error();
  auto credentials = sts::credentials_of(*result);
  if (!credentials) return std::move(credentials).error();
  return AssumeRoleWithWebIdentityOutput{
      .credentials = *std::move(credentials),
      .assumed_role_user = assumed_role_user(*result),
      .subject_from_web_identity_token = optional_text(*result, "SubjectFromWebIdentityToken"),
      .audience = optional_text(*result, "Audience"),
      .provider = optional_text(*result, "Provider"),
      .packed_policy_size = optional_int(*result, "PackedPolicySize"),
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

}  // namespace anthropic::inline v0::aws
