#include <anthropic/aws/iam.hpp>

#include "aws/calls/service_client.hpp"
#include "aws/services/pager.hpp"
#include "aws/services/shapes.hpp"
#include "base/crypto/encoding.hpp"
#include "base/text/text.hpp"
#include "base/time/time_format.hpp"

namespace anthropic::inline v0::aws {

using namespace internal;
using namespace internal::aws;
namespace {

std::optional<bool> allowed(const Xml& parent, std::string_view detail, std::string_view child) {
  const std::string& text = parent[detail][child].text;
  if (text.empty()) return std::nullopt;
  return text == "true";
}

std::optional<bool> allowed_by_boundary(const Xml& result) {
  return allowed(result, "PermissionsBoundaryDecisionDetail", "AllowedByPermissionsBoundary");
}

std::vector<IamMatchedStatement> matched_statements(const Xml& result) {
  std::vector<IamMatchedStatement> statements;
  for (const Xml* statement : result["MatchedStatements"].all("member")) {
    statements.push_back({.source_policy_id = (*statement)["SourcePolicyId"].text,
                          .source_policy_type = (*statement)["SourcePolicyType"].text});
  }
  return statements;
}

IamResourceSpecificResult resource_result(const Xml& member) {
  return {.eval_resource_name = member["EvalResourceName"].text,
          .eval_resource_decision = member["EvalResourceDecision"].text,
          .matched_statements = matched_statements(member),
          .missing_context_values = texts_in(member["MissingContextValues"]),
          .allowed_by_permissions_boundary = allowed_by_boundary(member)};
}

IamEvaluationResult evaluation_result(const Xml& member) {
  IamEvaluationResult result{
      .eval_action_name = member["EvalActionName"].text,
      .eval_resource_name = member["EvalResourceName"].text,
      .eval_decision = member["EvalDecision"].text,
      .matched_statements = matched_statements(member),
      .missing_context_values = texts_in(member["MissingContextValues"]),
      .allowed_by_organizations = allowed(member, "OrganizationsDecisionDetail", "AllowedByOrganizations"),
      .allowed_by_permissions_boundary = allowed_by_boundary(member)};
  for (const Xml* resource : member["ResourceSpecificResults"].all("member"))
    result.resource_specific_results.push_back(resource_result(*resource));
  return result;
}

}  // namespace

IAM::IAM(Session session, ClientOptions options)
    : client_(std::make_shared<const ServiceClient>(std::move(session), service("IAM"), std::move(options))) {
}

Result<SimulatePrincipalPolicyOutput> IAM::simulate_principal_policy(
    const SimulatePrincipalPolicyInput& input, const CallOptions& options) const {
  if (auto given = check_given("policy_source_arn", input.policy_source_arn); !given) return given.error();
  if (input.action_names.empty()) return bad_request_error("no action is asked for");
  QueryParams params;
  params.add("PolicySourceArn", input.policy_source_arn);
  params.add_list("ActionNames", input.action_names);
  params.add_list("ResourceArns", input.resource_arns);
  params.add_list("PolicyInputList", input.policy_input_list);
  params.add_optional("ResourcePolicy", input.resource_policy);
  params.add_optional("CallerArn", input.caller_arn);
  for (std::size_t i = 0; i < input.context_entries.size(); ++i) {
    const IamContextEntry& entry = input.context_entries[i];
    const std::string prefix = "ContextEntries.member." + std::to_string(i + 1);
    params.add_always(prefix + ".ContextKeyName", entry.context_key_name);
    params.add_list(prefix + ".ContextKeyValues", entry.context_key_values);
    params.add_always(prefix + ".ContextKeyType", entry.context_key_type);
  }
  params.add_optional("Marker", input.marker);
  params.add_optional("MaxItems", input.max_items);
  const auto result = client_->call_query("SimulatePrincipalPolicy", params, options);
  if (!result) return result.error();
  SimulatePrincipalPolicyOutput output{.is_truncated = (*result)["IsTruncated"].text == "true",
                                       .marker = optional_text(*result, "Marker")};
  for (const Xml* member : (*result)["EvaluationResults"].all("member")) {
    output.evaluation_results.push_back(evaluation_result(*member));
  }
  return output;
}

AllItems<IamEvaluationResult> IAM::simulate_principal_policy_all(const SimulatePrincipalPolicyInput& input,
                                                                 const CallOptions& options) const {
  return all_items(PagedList{"SimulatePrincipalPolicy", &IAM::simulate_principal_policy,
                             &SimulatePrincipalPolicyInput::marker, &SimulatePrincipalPolicyOutput::marker},
                   &SimulatePrincipalPolicyOutput::evaluation_results, *this, input, options);
}

Result<GetRoleOutput> IAM::get_role(const GetRoleInput& input, const CallOptions& options) const {
  if (auto given = check_given("role_name", input.role_name); !given) return given.error();
  QueryParams params;
  params.add("RoleName", input.role_name);
  const auto result = client_->call_query("GetRole", params, options);
  if (!result) return result.error();
  const Xml& role = (*result)["Role"];
  if (role["Arn"].text.empty()) return incomplete_answer("GetRole", "Role");
  IamRole output{.path = role["Path"].text,
                 .role_name = role["RoleName"].text,
                 .role_id = role["RoleId"].text,
                 .arn = role["Arn"].text,
                 .create_date = parse_iso8601(role["CreateDate"].text),
                 .assume_role_policy_document = percent_decode(role["AssumeRolePolicyDocument"].text),
                 .description = optional_text(role, "Description"),
                 .max_session_duration = optional_int(role, "MaxSessionDuration")};
  if (role.contains("PermissionsBoundary")) {
    output.permissions_boundary_arn = optional_text(role["PermissionsBoundary"], "PermissionsBoundaryArn");
  }
  for (const Xml* tag : role["Tags"].all("member")) {
    output.tags.insert_or_assign((*tag)["Key"].text, (*tag)["Value"].text);
  }
  return GetRoleOutput{std::move(output)};
}

}  // namespace anthropic::inline v0::aws
