#include <algorithm>

#include "operations/iam/grant_list.hpp"
#include "platform/models/choice.hpp"
#include "wire/aws/arn.hpp"

namespace anthropic::internal {
namespace {

constexpr const char* kRequestedRegion = "aws:RequestedRegion";
constexpr const char* kProfileArn = "bedrock:InferenceProfileArn";

}  // namespace

StringList GrantList::invoke_actions() const {
  StringList actions = {"bedrock:InvokeModel"};
  if (needs_.stream) actions.push_back("bedrock:InvokeModelWithResponseStream");
  return actions;
}

PolicyConditions GrantList::with_guardrail(const ModelRoute& route, PolicyConditions conditions) const {
  const std::string guardrail = guardrail_arn(needs_, route.region);
  if (!guardrail.empty()) conditions[kStringEquals]["bedrock:GuardrailIdentifier"] = {guardrail};
  return conditions;
}

void GrantList::add_inference() {
  for (const ModelRoute& route : result_.routes) {
    if (!route.profile_arn.empty()) {
      add_profile(route);
      continue;
    }
    add({.sid = "InvokeModels",
         .actions = invoke_actions(),
         .resources = {foundation_model_arn(partition_name(route.region), route.region, route.model_id)},
         .conditions = with_guardrail(route),
         .region = route.region});
  }
}

void GrantList::add_profile(const ModelRoute& route) {
  const StringList& arns = destinations(route);
  const bool is_global =
      std::any_of(arns.begin(), arns.end(), [](const auto& arn) { return region_of_arn(arn).empty(); });
  if (is_global) return add_global(route);
  add_geography(route);
}

void GrantList::add_geography(const ModelRoute& route) {
  add({.sid = "InvokeProfiles",
       .actions = invoke_actions(),
       .resources = {route.profile_arn},
       .region = route.region,
       .profile_arn = route.profile_arn});
  add({.sid = "InvokeModelsThroughProfiles",
       .actions = invoke_actions(),
       .resources = destinations(route),
       .conditions = with_guardrail(route, {{kStringEquals, {{kProfileArn, {route.profile_arn}}}}}),
       .region = route.region,
       .profile_arn = route.profile_arn});
}

void GrantList::add_global(const ModelRoute& route) {
  const auto in_region = [](const std::string& region) {
    return PolicyConditions{{kStringEquals, {{kRequestedRegion, {region}}}}};
  };
  const auto through_profile = [&](const std::string& region) {
    PolicyConditions conditions = in_region(region);
    conditions[kStringEquals][kProfileArn] = {route.profile_arn};
    return with_guardrail(route, std::move(conditions));
  };
  StringList regional;
  StringList unspecified;
  for (const std::string& arn : destinations(route))
    (region_of_arn(arn).empty() ? unspecified : regional).push_back(arn);
  add({.sid = "InvokeGlobalProfiles",
       .actions = invoke_actions(),
       .resources = {route.profile_arn},
       .conditions = in_region(route.region),
       .region = route.region,
       .profile_arn = route.profile_arn});
  add({.sid = "InvokeModelsThroughGlobalProfiles",
       .actions = invoke_actions(),
       .resources = regional,
       .conditions = through_profile(route.region),
       .region = route.region,
       .profile_arn = route.profile_arn});
  add({.sid = "InvokeModelsAnywhereThroughGlobalProfiles",
       .actions = invoke_actions(),
       .resources = unspecified,
       .conditions = through_profile(kUnspecifiedRegion),
       .region = kUnspecifiedRegion,
       .profile_arn = route.profile_arn});
}

void GrantList::add_count_tokens() {
  if (!needs_.count_tokens) return;
  bool is_counted = false;
  for (const ModelRoute& route : result_.routes) {
    if (route.model_id.empty() || (route.model && !route.model->features.count_tokens)) {
      note("Bedrock's runtime counts no tokens for " + name_of(route) +
           (needs_.mantle ? "; its Mantle endpoint does, which this policy allows."
                          : "; its Mantle endpoint does: bedrock-mantle:CountTokens, which `mantle` adds."));
      continue;
    }
    is_counted = true;
    // AWS asks for both of CountTokens, which names the model itself.
    add({.sid = "CountTokens",
         .actions = {"bedrock:CountTokens", "bedrock:InvokeModel"},
         .resources = {foundation_model_arn(partition_name(route.region), route.region, route.model_id)},
         .region = route.region});
  }
  if (is_counted)
    note(
        "CountTokens needs bedrock:InvokeModel on the model itself, without a condition: so the "
        "profile is no longer the only way to a model that Bedrock lets call without one (none since Claude "
        "3.7).");
}

void GrantList::add_guardrail() {
  if (needs_.guardrail.empty()) return;
  for (const std::string& region : needs_.regions) {
    std::string arn = guardrail_arn(needs_, region);
    StringList& arns = result_.guardrail_arns;
    if (std::find(arns.begin(), arns.end(), arn) != arns.end()) continue;
    const std::size_t resource = arn.find(":guardrail/") + 1;
    add({.sid = "ApplyGuardrail",
         .actions = {"bedrock:ApplyGuardrail"},
         .resources = {arn.substr(0, arn.find(':', resource))},
         .region = region});
    arns.push_back(std::move(arn));
  }
  note(
      "The Deny refuses every request without the guardrail. What a prompt keeps out of it by input tags is "
      "not "
      "checked, and no job of batch inference is.");
  if (needs_.count_tokens)
    note(
        "CountTokens also needs bedrock:InvokeModel and names no guardrail: the Deny may refuse it, so count "
        "on the Mantle endpoint, or as another role.");
}

void GrantList::add_mantle() {
  if (!needs_.mantle) return;
  StringList actions = {"bedrock-mantle:CreateInference"};
  if (needs_.count_tokens) actions.push_back("bedrock-mantle:CountTokens");
  const auto project = [&](const std::string& region) {
    return arn("bedrock-mantle", region, "project/" + needs_.mantle_project);
  };
  for (const ModelRoute& route : result_.routes) {
    if (route.model_id.empty()) continue;  // Mantle knows no application profiles.
    add({.sid = "InvokeOnMantle",
         .actions = actions,
         .resources = {project(route.region)},
         .conditions = {{kStringEquals,
                         {{"bedrock-mantle:Model",
                           {model_id_for(PlatformKind::mantle, route.model_id, route.region)}}}}},
         .region = route.region});
  }
  for (const std::string& region : needs_.regions) {
    add({.sid = "SeeModelsOnMantle",
         .actions = {"bedrock-mantle:GetModel", "bedrock-mantle:ListModels"},
         .resources = {project(region)},
         .region = region});
  }
}

void GrantList::add_bearer_keys() {
  if (needs_.bearer_keys.empty()) return;
  const std::string type = needs_.bearer_keys == "short-term"  ? "SHORT_TERM"
                           : needs_.bearer_keys == "long-term" ? "LONG_TERM"
                                                               : "";
  const auto grant = [&](const std::string& sid, const std::string& service) {
    PolicyConditions conditions;
    if (!type.empty()) conditions[kStringEquals][service + ":BearerTokenType"] = {type};
    add({.sid = sid,
         .actions = {service + ":CallWithBearerToken"},
         .resources = {"*"},
         .conditions = std::move(conditions),
         .region = needs_.regions.front()});
  };
  grant("CallWithBedrockKey", "bedrock");
  if (needs_.mantle) grant("CallMantleWithBedrockKey", "bedrock-mantle");
  note(
      "Nobody can be kept from making a short-term key, which is a signed URL, only from using it: deny "
      "bedrock:CallWithBearerToken and bedrock-mantle:CallWithBearerToken. Long-term keys are made with "
      "iam:CreateServiceSpecificCredential: limit it by iam:ServiceSpecificCredentialServiceName "
      "(bedrock.amazonaws.com) and iam:ServiceSpecificCredentialAgeDays.");
}

void GrantList::add_profiles() {
  if (!needs_.profiles) return;
  for (const ModelRoute& route : result_.routes) {
    if (route.profile_arn.empty()) continue;
    StringList resources = destinations(route);
    resources.push_back(route.profile_arn);
    resources.push_back(arn("bedrock", route.region, "application-inference-profile/*"));
    add({.sid = "CreateProfiles",
         .actions = {"bedrock:CreateInferenceProfile"},
         .resources = std::move(resources),
         .region = route.region});
  }
  for (const std::string& region : needs_.regions) {
    add({.sid = "ManageProfiles",
         .actions = {"bedrock:DeleteInferenceProfile", "bedrock:GetInferenceProfile",
                     "bedrock:ListTagsForResource", "bedrock:TagResource", "bedrock:UntagResource"},
         .resources = {arn("bedrock", region, "application-inference-profile/*")},
         .region = region});
    add({.sid = "ListProfiles",
         .actions = {"bedrock:ListInferenceProfiles"},
         .resources = {"*"},
         .region = region});
  }
}

}  // namespace anthropic::internal
