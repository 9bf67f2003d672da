#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/text/text.hpp"
#include "local/aws/iam/policy_evaluator.hpp"
#include "local/aws/service.hpp"

namespace anthropic::internal::local {
namespace {

constexpr long long kMostItems = 1000;

/// Somebody whose permissions can be simulated. They are samples: nobody here is in any account.
struct Identity {
  std::string_view kind;  ///< "user" or "role"
  std::string_view path;
  std::string_view name;
  std::vector<NamedPolicy> policies;
  /// Of a role, as IAM sends it: who may assume it.
  std::string_view trust = "%7B%22Version%22%3A%222012-10-17%22%7D";

  std::string arn() const {
    return "arn:aws:iam::" + std::string(kServicesAccount) + ":" + std::string(kind) + std::string(path) +
           std::string(name);
  }
};

NamedPolicy sample(std::string name, std::string_view text) {
  return {std::move(name), Json::parse(text).value()};
}

const std::vector<Identity>& identities() {
  static const std::vector<Identity> kIdentities = {
      {"user",
       "/",
       "local-endpoint",
       {sample("ClaudeInTheUnitedStates", R"({"Version": "2012-10-17", "Statement": [
          {"Effect": "Allow", "Action": "bedrock:InvokeModel*",
           "Resource": "arn:aws:bedrock:*:000000000000:inference-profile/us.anthropic.*"},
          {"Effect": "Allow", "Action": "bedrock:InvokeModel*",
           "Resource": "arn:aws:bedrock:*::foundation-model/anthropic.*",
           "Condition": {"StringLike": {
             "bedrock:InferenceProfileArn": "arn:aws:bedrock:*:000000000000:inference-profile/us.anthropic.*"}}},
          {"Effect": "Allow", "Action": "ce:Get*", "Resource": "*",
           "Condition": {"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}}]})"),
        sample("NoGlobalRouting", R"({"Version": "2012-10-17", "Statement": [
          {"Effect": "Deny", "Action": "bedrock:InvokeModel*", "Resource": "*",
           "Condition": {"StringEquals": {"aws:RequestedRegion": "unspecified"}}}]})")}},
      {"role", "/samples/", "without-policies", {}},
      {"role",
       "/samples/",
       "bedrock-logger",
       {},
       "%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%2C%"
       "22Principal"
       "%22%3A%7B%22Service%22%3A%22bedrock.amazonaws.com%22%7D%2C%22Action%22%3A%22sts%3AAssumeRole%22%7D%"
       "5D%7D"},
  };
  return kIdentities;
}

Refusal invalid_input(std::string message) {
  return {.code = "InvalidInput", .message = std::move(message)};
}

Refusal no_such_entity(const std::string& what) {
  return {.status = 404, .code = "NoSuchEntity", .message = what + " cannot be found."};
}

std::vector<std::string> texts_of(const Json& list) {
  std::vector<std::string> texts;
  for (const Json& item : list.items()) texts.push_back(item.string_or(""));
  return texts;
}

std::string_view decision_name(PolicyDecision decision) {
  switch (decision) {
    case PolicyDecision::allowed:
      return "allowed";
    case PolicyDecision::explicit_deny:
      return "explicitDeny";
    case PolicyDecision::implicit_deny:
      break;
  }
  return "implicitDeny";
}

std::variant<std::vector<NamedPolicy>, Refusal> policies_of(const Json& input) {
  const std::string arn = input["PolicySourceArn"].string_or("");
  if (arn.find(":assumed-role/") != std::string::npos || !arn.starts_with("arn:aws:iam::"))
    return invalid_input("Invalid Entity Arn: " + arn + " does not clearly define entity type and name.");
  const auto& all = identities();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Identity& one) { return one.arn() == arn; });
  if (found == all.end()) return no_such_entity("The entity " + arn);
  std::vector<NamedPolicy> policies = found->policies;
  int number = 0;
  for (const std::string& text : texts_of(input["PolicyInputList"])) {
    Result<Json> document = Json::parse(text);
    const std::string problem = document ? problem_in_policy(*document) : std::string("it is not JSON");
    if (!problem.empty())
      return Refusal{.code = "MalformedPolicyDocument", .message = "Syntax errors in policy: " + problem};
    policies.push_back({"PolicyInputList." + std::to_string(++number), *std::move(document)});
  }
  return policies;
}

std::variant<RequestContext, Refusal> context_of(const Json& input) {
  constexpr std::string_view kTypes[] = {"string",  "stringList",  "numeric", "numericList",
                                         "boolean", "booleanList", "ip",      "ipList",
                                         "binary",  "binaryList",  "date",    "dateList"};
  RequestContext context;
  for (const Json& entry : input["ContextEntries"].items()) {
    const std::string key = entry["ContextKeyName"].string_or("");
    const std::string type = entry["ContextKeyType"].string_or("");
    std::vector<std::string> values = texts_of(entry["ContextKeyValues"]);
    if (key.empty() || std::find(std::begin(kTypes), std::end(kTypes), type) == std::end(kTypes))
      return invalid_input("A context entry needs a ContextKeyName, and a ContextKeyType that exists.");
    if (values.size() > 1 && !type.ends_with("List"))
      return invalid_input(key + " of type " + type + " has more than one value.");
    if (!context.emplace(ascii_lower(key), std::move(values)).second)
      return invalid_input("Duplicate context key " + key);
  }
  return context;
}

Json texts_json(const std::vector<std::string>& texts) {
  Json list = Json::array();
  for (const std::string& text : texts) list.push_back(text);
  return list;
}

Json matched(const PolicyEvaluation& evaluation) {
  Json list = Json::array();
  for (const std::string& name : evaluation.policies)
    list.push_back(Json::object({{"SourcePolicyId", name}, {"SourcePolicyType", "IAM Policy"}}));
  return list;
}

// One result for an action, with one for each resource in it: the worst is that of all together.
Json evaluation_result(const std::vector<NamedPolicy>& policies, const std::string& action,
                       const std::vector<std::string>& resources, const RequestContext& context) {
  Json specific = Json::array();
  PolicyEvaluation worst{.decision = PolicyDecision::allowed};
  bool is_first = true;
  for (const std::string& resource : resources) {
    PolicyEvaluation one = evaluate(policies, {action, resource, context});
    specific.push_back(Json::object({{"EvalResourceName", resource},
                                     {"EvalResourceDecision", decision_name(one.decision)},
                                     {"MatchedStatements", matched(one)},
                                     {"MissingContextValues", texts_json(one.missing_keys)}}));
    const bool is_worse =
        is_first || (one.decision != PolicyDecision::allowed && worst.decision == PolicyDecision::allowed);
    if (is_worse) worst = std::move(one);
    is_first = false;
  }
  Json result = Json::object({{"EvalActionName", action},
                              {"EvalResourceName", resources.front()},
                              {"EvalDecision", decision_name(worst.decision)},
                              {"MatchedStatements", matched(worst)}});
  const bool names_resources = resources.size() > 1 || resources.front() != "*";
  if (names_resources) result.set("ResourceSpecificResults", std::move(specific));
  result.set("MissingContextValues", names_resources ? Json::array() : texts_json(worst.missing_keys));
  return result;
}

ServiceOutcome simulate(const ServiceCall& call) {
  const auto policies = policies_of(call.input);
  if (const auto* refusal = std::get_if<Refusal>(&policies)) return *refusal;
  const auto context = context_of(call.input);
  if (const auto* refusal = std::get_if<Refusal>(&context)) return *refusal;
  const std::vector<std::string> actions = texts_of(call.input["ActionNames"]);
  if (actions.empty()) return invalid_input("ActionNames must not be empty.");
  for (const std::string& action : actions) {
    if (action.find(':') == std::string::npos || action.find('*') != std::string::npos)
      return invalid_input(action + " is not the full name of an action.");
  }
  std::vector<std::string> resources = texts_of(call.input["ResourceArns"]);
  if (resources.empty()) resources = {"*"};

  const auto most = parse_integer(call.input["MaxItems"].string_or(std::to_string(kMostItems)));
  const auto start = parse_integer(call.input["Marker"].string_or("0"));
  if (!most || *most < 1 || *most > kMostItems) return invalid_input("MaxItems must be from 1 to 1000.");
  if (!start || *start < 0 || *start >= static_cast<long long>(actions.size()))
    return invalid_input("Invalid Marker.");
  const auto begin = static_cast<std::size_t>(*start);
  const std::size_t end = std::min(actions.size(), begin + static_cast<std::size_t>(*most));
  Json results = Json::array();
  for (std::size_t i = begin; i < end; ++i) {
    results.push_back(evaluation_result(*std::get_if<std::vector<NamedPolicy>>(&policies), actions[i],
                                        resources, *std::get_if<RequestContext>(&context)));
  }
  Json answer =
      Json::object({{"IsTruncated", end < actions.size()}, {"EvaluationResults", std::move(results)}});
  if (end < actions.size()) answer.set("Marker", std::to_string(end));
  return answer;
}

ServiceOutcome get_role(const ServiceCall& call) {
  const auto name = required_text(call.input, "RoleName", "ValidationError");
  if (const auto* refusal = std::get_if<Refusal>(&name)) return *refusal;
  const std::string& wanted = *std::get_if<std::string>(&name);
  for (const Identity& identity : identities()) {
    if (identity.kind != "role" || identity.name != wanted) continue;
    return Json::object({{"Role", Json::object({{"Path", identity.path},
                                                {"RoleName", identity.name},
                                                {"RoleId", "AROALOCALENDPOINT"},
                                                {"Arn", identity.arn()},
                                                {"CreateDate", "2026-01-01T00:00:00Z"},
                                                {"AssumeRolePolicyDocument", identity.trust},
                                                {"Description", "A sample of the local endpoint, not of AWS"},
                                                {"MaxSessionDuration", 3600}})}});
  }
  return no_such_entity("The role with name " + wanted);
}

}  // namespace

// https://docs.aws.amazon.com/IAM/latest/APIReference/
ServiceHandler iam() {
  return [](const ServiceCall& call) -> ServiceOutcome {
    if (call.operation == "SimulatePrincipalPolicy") return simulate(call);
    if (call.operation == "GetRole") return get_role(call);
    return unknown_operation(call);
  };
}

}  // namespace anthropic::internal::local
