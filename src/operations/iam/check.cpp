#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <anthropic/aws/sts.hpp>
#include <anthropic/operations/iam_check.hpp>

#include "base/text/text.hpp"
#include "operations/iam/grants.hpp"
#include "operations/iam/principal.hpp"
#include "wire/aws/arn.hpp"

namespace anthropic::internal {
namespace {

using operations::CheckOptions;
using operations::PermissionCheck;
using operations::PolicyNeeds;

using Context = std::map<std::string, StringList>;  // by key

// What one call asks: the same context for all.
struct Question {
  StringList actions;
  Context context;
  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 sees a 0 in what the compiler writes
  auto operator<=>(const Question&) const = default;
};

bool invokes(const Grant& grant) {
  return grant.actions.front() == "bedrock:InvokeModel";
}

std::string requested_region(const Grant& grant, const std::string& resource) {
  const bool is_model = resource.find("::foundation-model/") != std::string::npos;
  if (!is_model) return grant.region;
  const std::string_view region = region_of_arn(resource);
  return region.empty() ? kUnspecifiedRegion : std::string(region);
}

Context context_of(const PolicyNeeds& needs, const Grant& grant, const std::string& resource) {
  Context context;
  for (const auto& [op, keys] : grant.conditions) context.insert(keys.begin(), keys.end());
  context["aws:RequestedRegion"] = {requested_region(grant, resource)};
  context["aws:SecureTransport"] = {"true"};
  if (!invokes(grant)) return context;
  if (!grant.profile_arn.empty()) context["bedrock:InferenceProfileArn"] = {grant.profile_arn};
  const std::string region =
      grant.region == kUnspecifiedRegion ? std::string(region_of_arn(grant.profile_arn)) : grant.region;
  if (const std::string arn = guardrail_arn(needs, region); !arn.empty())
    context["bedrock:GuardrailIdentifier"] = {arn};
  return context;
}

// In the order of the grants.
std::vector<std::pair<Question, StringList>> questions_of(const PolicyNeeds& needs,
                                                          const std::vector<Grant>& grants) {
  std::vector<std::pair<Question, StringList>> questions;
  std::map<Question, std::size_t> places;
  for (const Grant& grant : grants) {
    for (const std::string& resource : grant.resources) {
      Question question{grant.actions, context_of(needs, grant, resource)};
      const auto [place, is_new] = places.emplace(question, questions.size());
      if (is_new) questions.push_back({std::move(question), {}});
      StringList& resources = questions[place->second].second;
      if (std::find(resources.begin(), resources.end(), resource) == resources.end())
        resources.push_back(resource);
    }
  }
  return questions;
}

std::vector<aws::IamContextEntry> entries(const Context& context,
                                          const std::vector<aws::IamContextEntry>& further) {
  std::vector<aws::IamContextEntry> list = further;
  for (const auto& [key, values] : context) {
    const bool is_given = std::any_of(further.begin(), further.end(), [&name = key](const auto& entry) {
      return iequals(entry.context_key_name, name);
    });
    if (is_given) continue;
    list.push_back({.context_key_name = key,
                    .context_key_values = values,
                    .context_key_type = key == "aws:SecureTransport" ? "boolean" : "string"});
  }
  return list;
}

std::string reason_of(const aws::IamEvaluationResult& result, const PermissionCheck& check,
                      std::optional<bool> allowed_by_boundary) {
  if (check.allowed) return {};
  if (result.allowed_by_organizations == false) return "a service control policy of the organization";
  if (allowed_by_boundary == false) return "the permissions boundary";
  if (check.decision == "explicitDeny") {
    std::string names;
    for (const std::string& name : check.policies) names += (names.empty() ? " in " : ", ") + name;
    return "an explicit deny" + names;
  }
  return "no policy allows it";
}

StringList policy_names(const std::vector<aws::IamMatchedStatement>& statements) {
  std::set<std::string> names;
  for (const auto& statement : statements) names.insert(statement.source_policy_id);
  return std::vector<std::string>(names.begin(), names.end());
}

// What IAM is told: `further` wins.
Context with_further(Context context, const std::vector<aws::IamContextEntry>& further) {
  for (const aws::IamContextEntry& entry : further) {
    std::erase_if(context, [&](const auto& known) { return iequals(known.first, entry.context_key_name); });
    context[entry.context_key_name] = entry.context_key_values;
  }
  return context;
}

void add_checks(std::vector<PermissionCheck>& checks, const Context& context,
                const aws::IamEvaluationResult& result) {
  const auto add = [&](const std::string& resource, const std::string& decision, const auto& from) {
    PermissionCheck check{.action = result.eval_action_name,
                          .resource = resource,
                          .context = context,
                          .allowed = decision == "allowed",
                          .decision = decision,
                          .policies = policy_names(from.matched_statements),
                          .missing_context = from.missing_context_values};
    check.reason = reason_of(result, check, from.allowed_by_permissions_boundary);
    checks.push_back(std::move(check));
  };
  for (const aws::IamResourceSpecificResult& one : result.resource_specific_results)
    add(one.eval_resource_name, one.eval_resource_decision, one);
  if (result.resource_specific_results.empty()) add(result.eval_resource_name, result.eval_decision, result);
}

Result<void> simulate(const aws::IAM& iam, const std::string& principal, const Question& question,
                      const StringList& resources, const CheckOptions& options,
                      std::vector<PermissionCheck>& checks) {
  auto results =
      iam.simulate_principal_policy_all({.policy_source_arn = principal,
                                         .action_names = question.actions,
                                         .resource_arns = resources,
                                         .policy_input_list = options.policies,
                                         .context_entries = entries(question.context, options.context)},
                                        options.call);
  const Context context = with_further(question.context, options.context);
  while (const aws::IamEvaluationResult* result = results.next()) add_checks(checks, context, *result);
  if (const Error* error = results.error()) return *error;
  return {};
}

}  // namespace
}  // namespace anthropic::internal

namespace anthropic::inline v0::operations {

using namespace internal;

bool PermissionReport::all_allowed() const {
  return std::all_of(checks.begin(), checks.end(),
                     [](const PermissionCheck& check) { return check.allowed; });
}

Result<PermissionReport> check_permissions(const aws::Session& session, PolicyNeeds needs,
                                           const std::vector<ProfileDestinations>& destinations,
                                           const CheckOptions& options) {
  PermissionReport report{.caller_arn = options.principal_arn};
  if (report.caller_arn.empty()) {
    const auto caller = aws::STS(session, options.client).get_caller_identity(options.call);
    if (!caller) return caller.error();
    report.caller_arn = caller->arn;
  }
  if (needs.account.empty()) needs.account = account_of_arn(report.caller_arn);
  const Result<NeededGrants> needed = find_grants(needs, destinations);
  if (!needed) return needed.error();

  const aws::IAM iam(session, options.client);
  const Result<Principal> principal = find_principal(iam, report.caller_arn, options.call);
  if (!principal) return principal.error();
  report.principal_arn = principal->arn;
  if (!principal->note.empty()) report.notes.push_back(principal->note);
  for (const auto& [question, resources] : questions_of(needs, needed->grants)) {
    const auto simulated = simulate(iam, principal->arn, question, resources, options, report.checks);
    if (!simulated) return simulated.error();
  }
  report.notes.push_back(
      "IAM's simulation does not see session policies, resource control policies and the policies of VPC "
      "endpoints.");
  return report;
}

}  // namespace anthropic::inline v0::operations
