#include "local/aws/iam/policy_evaluator.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "base/text/glob.hpp"
#include "base/text/text.hpp"
#include "local/aws/iam/condition_operators.hpp"

namespace anthropic::internal::local {
namespace {

// "Statement", "Action" and so on are one item or a list of such.
std::vector<Json> listed(const Json& value) {
  if (value.is_array()) return value.items();
  if (value.is_null()) return {};
  return {value};
}

std::vector<std::string> texts(const Json& value) {
  std::vector<std::string> list;
  for (const Json& item : listed(value)) {
    if (const auto flag = item.as_bool()) list.emplace_back(*flag ? "true" : "false");
    if (item.is_number()) list.push_back(item.number_text());
    if (const auto text = item.as_string()) list.emplace_back(*text);
  }
  return list;
}

bool all_are_texts(const Json& value) {
  const std::vector<Json> items = listed(value);
  return !items.empty() &&
         std::all_of(items.begin(), items.end(), [](const Json& item) { return item.is_string(); });
}

std::string problem_in_condition(const Json& condition) {
  if (condition.is_null()) return {};
  if (!condition.is_object()) return "Condition must be an object";
  for (const auto& [name, keys] : condition.members()) {
    if (!find_operator(name)) return "there is no condition operator " + name;
    if (!keys.is_object() || keys.empty()) return name + " must name a key";
    for (const auto& [key, values] : keys.members()) {
      if (texts(values).empty()) return name + " has no value for " + key;
    }
  }
  return {};
}

std::string problem_in_statement(const Json& statement) {
  if (!statement.is_object()) return "a statement must be an object";
  const std::string effect = statement["Effect"].string_or("");
  if (effect != "Allow" && effect != "Deny") return "Effect must be Allow or Deny";
  for (const char* name : {"Principal", "NotPrincipal"}) {
    if (statement.contains(name)) return std::string("an identity's policy has no ") + name;
  }
  for (const auto& [name, other] : {std::pair("Action", "NotAction"), std::pair("Resource", "NotResource")}) {
    if (statement.contains(name) == statement.contains(other))
      return std::string("a statement has either ") + name + " or " + other;
    if (!all_are_texts(statement[statement.contains(name) ? name : other]))
      return std::string(name) + " must be a text or a list of texts";
  }
  return problem_in_condition(statement["Condition"]);
}

// The text with "${aws:username}" replaced; empty if the context lacks a key and the policy has no default.
std::optional<std::string> replace_variables(std::string_view text, const RequestContext& context) {
  std::string out;
  while (true) {
    const std::size_t begin = text.find("${");
    const std::size_t end = begin == std::string_view::npos ? begin : text.find('}', begin);
    if (end == std::string_view::npos) return out + std::string(text);
    out += text.substr(0, begin);
    const std::string_view name = text.substr(begin + 2, end - begin - 2);
    text.remove_prefix(end + 1);
    if (name == "*" || name == "?" || name == "$") {
      out += name;
      continue;
    }
    const auto found = context.find(ascii_lower(trim(name.substr(0, name.find(',')))));
    if (found == context.end() || found->second.empty()) return std::nullopt;
    out += found->second.front();
  }
}

bool names_action(const Json& actions, const std::string& action) {
  const std::vector<std::string> patterns = texts(actions);
  return std::any_of(patterns.begin(), patterns.end(), [&](const std::string& pattern) {
    return glob_matches(ascii_lower(pattern), ascii_lower(action));
  });
}

// "*", or an ARN whose missing parts mean any.
bool is_resource(std::string pattern, const std::string& resource) {
  constexpr int kColons = 5;
  if (pattern == "*" || resource == "*") return pattern == resource || pattern == "*";
  for (auto colons = std::count(pattern.begin(), pattern.end(), ':'); colons < kColons; ++colons)
    pattern += ":*";
  return matches_arn(pattern, resource);
}

bool names_resource(const Json& resources, const PolicyRequest& request) {
  const std::vector<std::string> patterns = texts(resources);
  return std::any_of(patterns.begin(), patterns.end(), [&](const std::string& pattern) {
    const auto replaced = replace_variables(pattern, request.context);
    return replaced && is_resource(*replaced, request.resource);
  });
}

bool is_about(const Json& statement, const PolicyRequest& request) {
  const bool action = statement.contains("Action") ? names_action(statement["Action"], request.action)
                                                   : !names_action(statement["NotAction"], request.action);
  const bool resource = statement.contains("Resource") ? names_resource(statement["Resource"], request)
                                                       : !names_resource(statement["NotResource"], request);
  return action && resource;
}

// Every operator and every key of it must hold.
bool conditions_hold(const Json& condition, const RequestContext& context, std::set<std::string>& missing) {
  bool hold = true;
  for (const auto& [name, keys] : condition.members()) {
    for (const auto& [key, values] : keys.members()) {
      const auto found = context.find(ascii_lower(key));
      const bool is_there = found != context.end();
      if (!is_there) missing.insert(key);
      std::vector<std::string> wanted;
      for (const std::string& value : texts(values)) {
        if (auto replaced = replace_variables(value, context)) wanted.push_back(*std::move(replaced));
      }
      hold &= find_operator(name)->holds(is_there ? &found->second : nullptr, wanted);
    }
  }
  return hold;
}

}  // namespace

std::string problem_in_policy(const Json& policy) {
  if (!policy.is_object()) return "a policy must be an object";
  const std::string version = policy["Version"].string_or("2008-10-17");
  if (version != "2012-10-17" && version != "2008-10-17") return "there is no version " + version;
  const std::vector<Json> statements = listed(policy["Statement"]);
  if (statements.empty()) return "there is no Statement";
  std::set<std::string> sids;
  for (const Json& statement : statements) {
    if (std::string problem = problem_in_statement(statement); !problem.empty()) return problem;
    const std::string sid = statement["Sid"].string_or("");
    if (!sid.empty() && !sids.insert(sid).second) return "two statements have the Sid " + sid;
  }
  return {};
}

PolicyEvaluation evaluate(std::span<const NamedPolicy> policies, const PolicyRequest& request) {
  std::set<std::string> missing;
  std::set<std::string> allowing;
  std::set<std::string> denying;
  for (const NamedPolicy& policy : policies) {
    for (const Json& statement : listed(policy.document["Statement"])) {
      if (!is_about(statement, request)) continue;
      if (!conditions_hold(statement["Condition"], request.context, missing)) continue;
      (statement["Effect"].as_string() == "Deny" ? denying : allowing).insert(policy.name);
    }
  }
  PolicyEvaluation evaluation;
  evaluation.missing_keys.assign(missing.begin(), missing.end());
  const std::set<std::string>& deciding = denying.empty() ? allowing : denying;
  evaluation.policies.assign(deciding.begin(), deciding.end());
  if (!denying.empty()) evaluation.decision = PolicyDecision::explicit_deny;
  if (denying.empty() && !allowing.empty()) evaluation.decision = PolicyDecision::allowed;
  return evaluation;
}

}  // namespace anthropic::internal::local
