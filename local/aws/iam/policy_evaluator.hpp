#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <anthropic/json.hpp>

#include "base/public_names.hpp"

namespace anthropic::internal::local {

/// What is known of a request, by the key in lower case.
using RequestContext = std::map<std::string, std::vector<std::string>>;

struct PolicyRequest {
  std::string action;    ///< "bedrock:InvokeModel"
  std::string resource;  ///< An ARN, or "*" for what has none.
  RequestContext context;
};

/// An identity's policy, with the name that results call it by.
struct NamedPolicy {
  std::string name;
  Json document;
};

enum class PolicyDecision : std::uint8_t { implicit_deny, explicit_deny, allowed };

struct PolicyEvaluation {
  PolicyDecision decision = PolicyDecision::implicit_deny;
  /// The policies whose statements decided; of a statement that denies the deny alone.
  std::vector<std::string> policies = {};
  /// Keys that statements for this action and resource test, and the context does not have; sorted.
  std::vector<std::string> missing_keys = {};
};

/// What is wrong with a policy; empty if it can be evaluated.
std::string problem_in_policy(const Json& policy);

/// Decides as IAM does for identity policies: nothing is allowed that no statement allows, and a statement that
/// denies wins. Statements are looked at one by one: Effect, Action or NotAction, Resource or NotResource, and
/// every Condition. The policies are sound (problem_in_policy()). Policy variables ("${aws:username}") are
/// replaced from the context.
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
PolicyEvaluation evaluate(std::span<const NamedPolicy> policies, const PolicyRequest& request);

}  // namespace anthropic::internal::local
