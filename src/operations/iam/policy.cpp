#include <algorithm>
#include <utility>

#include <anthropic/operations/iam_policy.hpp>

#include "operations/iam/grants.hpp"
#include "wire/aws/arn.hpp"

namespace anthropic::internal {
namespace {

using operations::Policy;
using operations::PolicyDocument;
using operations::PolicyNeeds;
using operations::PolicyStatement;

constexpr const char* kAnyGuardedModel = "foundation-model/*";

// IAM's quotas, in characters.
constexpr std::size_t kManagedPolicy = 6'144;
constexpr std::size_t kRolePolicies = 10'240;
constexpr std::size_t kEndpointPolicy = 20'480;

void merge(StringList& into, const StringList& more) {
  into.insert(into.end(), more.begin(), more.end());
  std::sort(into.begin(), into.end());
  into.erase(std::unique(into.begin(), into.end()), into.end());
}

// The grants of one name are one statement. What they allow together beyond each alone cannot happen: a
// profile leads to its own model only.
std::vector<PolicyStatement> join(const std::vector<Grant>& grants) {
  std::vector<PolicyStatement> statements;
  for (const Grant& grant : grants) {
    auto place = std::find_if(statements.begin(), statements.end(),
                              [&](const PolicyStatement& statement) { return statement.sid == grant.sid; });
    if (place == statements.end()) place = statements.insert(place, PolicyStatement{.sid = grant.sid});
    merge(place->actions, grant.actions);
    merge(place->resources, grant.resources);
    for (const auto& [op, keys] : grant.conditions) {
      for (const auto& [key, values] : keys) merge(place->conditions[op][key], values);
    }
  }
  return statements;
}

// A caller who leaves the guardrail out is caught by this alone: a key that is not there is not equal.
PolicyStatement other_guardrails_refused(const NeededGrants& needed) {
  StringList arns;
  merge(arns, needed.guardrail_arns);
  const std::string partition = partition_name(region_of_arn(arns.front()));
  return {.sid = "RefuseOtherGuardrails",
          .denies = true,
          .actions = {"bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"},
          .resources = {"arn:" + partition + ":bedrock:*::" + kAnyGuardedModel},
          .conditions = {{"StringNotEquals", {{"bedrock:GuardrailIdentifier", arns}}}}};
}

PolicyDocument batch_trust(const PolicyNeeds& needs) {
  StringList jobs;
  for (const std::string& region : needs.regions)
    jobs.push_back("arn:" + partition_name(region) + ":bedrock:" + region + ":" + needs.account +
                   ":model-invocation-job/*");
  std::sort(jobs.begin(), jobs.end());
  return {{{.sid = "AssumeForJobs",
            .principal = "bedrock.amazonaws.com",
            .actions = {"sts:AssumeRole"},
            .conditions = {{"ArnLike", {{"aws:SourceArn", jobs}}},
                           {"StringEquals", {{"aws:SourceAccount", {needs.account}}}}}}}};
}

// What the identity may do of Bedrock, for anybody of the account who comes through the endpoint.
PolicyDocument endpoint_policy(const PolicyNeeds& needs, const PolicyDocument& identity) {
  PolicyDocument document;
  for (PolicyStatement statement : identity.statements) {
    const bool is_bedrock =
        std::all_of(statement.actions.begin(), statement.actions.end(), [](const std::string& action) {
          return action.starts_with("bedrock:") || action.starts_with("bedrock-mantle:");
        });
    if (!is_bedrock || statement.denies) continue;
    statement.principal = "*";
    statement.conditions["StringEquals"]["aws:PrincipalAccount"] = {needs.account};
    document.statements.push_back(std::move(statement));
  }
  return document;
}

Json one_or_list(const StringList& texts) {
  if (texts.size() == 1) return texts.front();
  Json list = Json::array();
  for (const std::string& text : texts) list.push_back(text);
  return list;
}

Json principal_json(const std::string& principal) {
  return principal == "*" ? Json(principal) : Json::object({{"Service", principal}});
}

Json conditions_json(const PolicyConditions& conditions) {
  Json json = Json::object();
  for (const auto& [op, keys] : conditions) {
    Json tests = Json::object();
    for (const auto& [key, values] : keys) tests.set(key, one_or_list(values));
    json.set(op, std::move(tests));
  }
  return json;
}

Json statement_json(const PolicyStatement& statement) {
  Json json = Json::object({{"Sid", statement.sid}, {"Effect", statement.denies ? "Deny" : "Allow"}});
  if (!statement.principal.empty()) json.set("Principal", principal_json(statement.principal));
  json.set("Action", one_or_list(statement.actions));
  if (!statement.resources.empty()) json.set("Resource", one_or_list(statement.resources));
  if (!statement.conditions.empty()) json.set("Condition", conditions_json(statement.conditions));
  return json;
}

void note_size(StringList& notes, const std::string& what, const PolicyDocument& document,
               std::size_t limit) {
  if (document.size() <= limit) return;
  notes.push_back("The policy " + what + " has " + std::to_string(document.size()) +
                  " characters, and IAM takes " + std::to_string(limit) +
                  ": name fewer models or regions, and attach several policies.");
}

void note_sizes(Policy& policy) {
  if (policy.identity.size() > kManagedPolicy && policy.identity.size() <= kRolePolicies)
    policy.notes.push_back("The policy has " + std::to_string(policy.identity.size()) +
                           " characters. A managed policy holds " + std::to_string(kManagedPolicy) +
                           "; as the inline policy of a role it fits (" + std::to_string(kRolePolicies) +
                           " for all of them together).");
  note_size(policy.notes, "of the caller", policy.identity, kRolePolicies);
  if (policy.batch_role) note_size(policy.notes, "of the jobs' role", *policy.batch_role, kRolePolicies);
  if (policy.vpc_endpoint) note_size(policy.notes, "of the endpoint", *policy.vpc_endpoint, kEndpointPolicy);
}

}  // namespace
}  // namespace anthropic::internal

namespace anthropic::inline v0::operations {

using namespace internal;

Json PolicyDocument::to_json() const {
  Json list = Json::array();
  for (const PolicyStatement& statement : statements) list.push_back(statement_json(statement));
  return Json::object({{"Version", "2012-10-17"}, {"Statement", std::move(list)}});
}

std::size_t PolicyDocument::size() const {
  return to_json().dump().size();
}

Result<Policy> iam_policy(const PolicyNeeds& needs, const std::vector<ProfileDestinations>& destinations) {
  Result<NeededGrants> needed = find_grants(needs, destinations);
  if (!needed) return needed.error();
  Policy policy{.identity = {join(needed->grants)}, .notes = std::move(needed->notes)};
  if (!needed->guardrail_arns.empty())
    policy.identity.statements.push_back(other_guardrails_refused(*needed));
  if (!needs.batch_bucket.empty()) {
    policy.batch_role = PolicyDocument{join(needed->batch_role)};
    policy.batch_trust = batch_trust(needs);
  }
  if (needs.vpc_endpoint) policy.vpc_endpoint = endpoint_policy(needs, policy.identity);
  note_sizes(policy);
  return policy;
}

}  // namespace anthropic::inline v0::operations
