#include "operations/iam/grants.hpp"

#include <algorithm>
#include <utility>

#include "base/errors.hpp"
#include "base/text/text.hpp"
#include "operations/iam/marketplace_products.hpp"
#include "platform/models/choice.hpp"

namespace anthropic::internal {
namespace {

using operations::PolicyNeeds;
using operations::ProfileDestinations;

constexpr const char* kStringEquals = "StringEquals";
constexpr const char* kRequestedRegion = "aws:RequestedRegion";
constexpr const char* kUnspecified = "unspecified";  // the region of a request to a global profile's model
constexpr const char* kProfileArn = "bedrock:InferenceProfileArn";

std::string name_of(const ModelRoute& route) {
  if (route.model) return std::string(route.model->name);
  return route.model_id.empty() ? route.profile_arn : route.model_id;
}

struct Bucket {
  std::string name;
  std::string folder;  // "in/", or empty
};

// "bucket", "s3://bucket" or "s3://bucket/folder/".
Bucket read_bucket(std::string_view text) {
  constexpr std::string_view kScheme = "s3://";
  if (text.starts_with(kScheme)) text.remove_prefix(kScheme.size());
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return {std::string(text), ""};
  return {std::string(text.substr(0, slash)), std::string(text.substr(slash + 1))};
}

// Whether it could be a bucket's name, and so means nothing else in an ARN.
bool is_bucket_name(std::string_view name) {
  constexpr std::size_t kShortest = 3;
  constexpr std::size_t kLongest = 63;
  return name.size() >= kShortest && name.size() <= kLongest &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-") == std::string_view::npos;
}

// A wildcard would widen a statement, and a '$' begins a variable.
bool is_plain(std::string_view text) {
  return text.find_first_of("*?$ \t\n\"") == std::string_view::npos;
}

class GrantList {
 public:
  GrantList(const PolicyNeeds& needs, NeededGrants& result) : needs_(needs), result_(result) {}

  void add_inference();
  void add_count_tokens();
  void add_guardrail();
  Result<void> add_batch();
  void add_mantle();
  void add_bearer_keys();
  void add_marketplace();
  void add_profiles();
  void add_logs();
  void add_costs();

 private:
  void add(Grant grant) { result_.grants.push_back(std::move(grant)); }
  void note(std::string text) { result_.notes.push_back(std::move(text)); }
  const StringList& destinations(const ModelRoute& route) const {
    return result_.destinations.at(route.profile_arn).model_arns;
  }
  StringList invoke_actions() const {
    StringList actions = {"bedrock:InvokeModel"};
    if (needs_.stream) actions.push_back("bedrock:InvokeModelWithResponseStream");
    return actions;
  }
  void add_profile(const ModelRoute& route);
  void add_geography(const ModelRoute& route);
  void add_global(const ModelRoute& route);
  PolicyConditions with_guardrail(const ModelRoute& route, PolicyConditions conditions = {}) const;
  std::string arn(std::string_view service, std::string_view region, std::string_view resource) const {
    return "arn:" + partition_name(region.empty() ? needs_.regions.front() : region) + ":" +
           std::string(service) + ":" + std::string(region) + ":" + needs_.account + ":" +
           std::string(resource);
  }

  const PolicyNeeds& needs_;
  NeededGrants& result_;
};

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
       .conditions = through_profile(kUnspecified),
       .region = kUnspecified,
       .profile_arn = route.profile_arn});
}

void GrantList::add_count_tokens() {
  if (!needs_.count_tokens) return;
  for (const ModelRoute& route : result_.routes) {
    if (route.model_id.empty() || (route.model && !route.model->features.count_tokens)) {
      note("Bedrock's runtime counts no tokens for " + name_of(route) +
           (needs_.mantle ? "; its Mantle endpoint does, which this policy allows."
                          : "; its Mantle endpoint does: bedrock-mantle:CountTokens, with `mantle`."));
      continue;
    }
    // AWS asks for both of CountTokens, which names the model itself.
    add({.sid = "CountTokens",
         .actions = {"bedrock:CountTokens", "bedrock:InvokeModel"},
         .resources = {foundation_model_arn(partition_name(route.region), route.region, route.model_id)},
         .region = route.region});
  }
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

Result<void> GrantList::add_batch() {
  if (needs_.batch_bucket.empty()) return {};
  const Bucket bucket = read_bucket(needs_.batch_bucket);
  if (!is_bucket_name(bucket.name) || !is_plain(bucket.folder))
    return bad_request_error("batch_bucket: " + in_quotes(needs_.batch_bucket) + " is no bucket",
                             "Give its name, or \"s3://bucket/folder/\".");
  const bool is_arn = needs_.batch_role.starts_with("arn:");
  if (needs_.batch_role.empty() || !is_plain(needs_.batch_role))
    return bad_request_error("batch_role: " + in_quotes(needs_.batch_role) + " is no role",
                             "Give its name, or its ARN.");

  std::optional<Error> refused;
  bool has_batch = false;
  for (const ModelRoute& route : result_.routes) {
    if (auto why = route.model ? refuse_model_feature(ModelFeature::batch, route.model->id, route.region)
                               : std::nullopt) {
      note(why->message.substr(why->message.find(' ') + 1) + ": its jobs are not in these policies.");
      refused = std::move(why);
      continue;
    }
    has_batch = true;
    StringList models =
        route.profile_arn.empty()
            ? StringList{foundation_model_arn(partition_name(route.region), route.region, route.model_id)}
            : destinations(route);
    if (!route.profile_arn.empty()) models.push_back(route.profile_arn);
    // The pattern that AWS publishes for this role has no conditions.
    result_.batch_role.push_back({.sid = "InvokeForJobs",
                                  .actions = {"bedrock:InvokeModel"},
                                  .resources = models,
                                  .region = route.region,
                                  .profile_arn = route.profile_arn});
    models.push_back(arn("bedrock", route.region, "model-invocation-job/*"));
    add({.sid = "CreateBatchJobs",
         .actions = {"bedrock:CreateModelInvocationJob"},
         .resources = std::move(models),
         .region = route.region});
  }
  if (!has_batch && refused) return *std::move(refused);
  if (!has_batch)
    return bad_request_error("models: none is named for batch_bucket", "Name those of the jobs.");

  for (const std::string& region : needs_.regions) {
    add({.sid = "FollowBatchJobs",
         .actions = {"bedrock:GetModelInvocationJob", "bedrock:StopModelInvocationJob"},
         .resources = {arn("bedrock", region, "model-invocation-job/*")},
         .region = region});
    add({.sid = "ListBatchJobs",
         .actions = {"bedrock:ListModelInvocationJobs"},
         .resources = {"*"},
         .region = region});
  }
  const std::string& region = needs_.regions.front();
  add({.sid = "PassBatchRole",
       .actions = {"iam:PassRole"},
       .resources = {is_arn ? needs_.batch_role : arn("iam", "", "role/" + needs_.batch_role)},
       .conditions = {{kStringEquals, {{"iam:PassedToService", {"bedrock.amazonaws.com"}}}}},
       .region = region});

  const std::string bucket_arn = "arn:" + partition_name(region) + ":s3:::" + bucket.name;
  const PolicyConditions own = {{kStringEquals, {{"aws:ResourceAccount", {needs_.account}}}}};
  Grant objects{.sid = "BatchFiles",
                .actions = {"s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"},
                .resources = {bucket_arn + "/" + bucket.folder + "*"},
                .conditions = own,
                .region = region};
  const Grant list{.sid = "ListBatchFiles",
                   .actions = {"s3:ListBucket"},
                   .resources = {bucket_arn},
                   .conditions = own,
                   .region = region};
  add(objects);
  add(list);
  objects.actions = {"s3:GetObject", "s3:PutObject"};
  result_.batch_role.push_back(std::move(objects));
  result_.batch_role.push_back(list);
  return {};
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
         .conditions = {{kStringEquals, {{"bedrock-mantle:Model", {route.model_id}}}}},
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

void GrantList::add_marketplace() {
  if (!needs_.marketplace) return;
  for (const ModelRoute& route : result_.routes) {
    const std::string_view product = marketplace_product(route.model_id);
    if (product.empty()) {
      note("The product of " + name_of(route) +
           " in AWS Marketplace is not known to this library: its model card in the Bedrock user guide has "
           "it.");
      continue;
    }
    add({.sid = "SubscribeToModels",
         .actions = {"aws-marketplace:Subscribe"},
         .resources = {"*"},
         .conditions = {{kStringEquals, {{"aws-marketplace:ProductId", {std::string(product)}}}}},
         .region = route.region});
  }
  add({.sid = "SeeSubscriptions",
       .actions = {"aws-marketplace:Unsubscribe", "aws-marketplace:ViewSubscriptions"},
       .resources = {"*"},
       .region = needs_.regions.front()});
  note(
      "The rights in AWS Marketplace are needed once for each account and model: take them away afterwards.");
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

void GrantList::add_logs() {
  if (!needs_.logs) return;
  for (const std::string& region : needs_.regions) {
    for (const std::string& group : needs_.log_groups) {
      const std::string group_arn = arn("logs", region, "log-group:" + group);
      // IAM matches a group with and without its streams, as the action has it.
      add({.sid = "ReadLogs",
           .actions = {"logs:FilterLogEvents", "logs:GetQueryResults", "logs:StartQuery"},
           .resources = {group_arn, group_arn + ":*"},
           .region = region});
    }
    add({.sid = "ReadMetrics",
         .actions = {"bedrock:GetModelInvocationLoggingConfiguration", "cloudwatch:GetMetricData",
                     "cloudwatch:ListMetrics"},
         .resources = {"*"},
         .region = region});
  }
}

void GrantList::add_costs() {
  const std::string budgets = arn("budgets", "", "budget/*");
  const std::string& region = needs_.regions.front();
  if (needs_.costs) {
    add({.sid = "ReadCosts",
         .actions = {"ce:GetCostAndUsage", "ce:GetCostForecast", "ce:GetDimensionValues", "ce:GetTags"},
         .resources = {"*"},
         .region = region});
    note(
        "Cost Explorer must have been opened once in the account, and \"IAM access to billing\" switched on "
        "by "
        "its root user.");
  }
  if (needs_.costs || needs_.budgets)
    add({.sid = "ReadBudgets", .actions = {"budgets:ViewBudget"}, .resources = {budgets}, .region = region});
  if (needs_.budgets)
    add({.sid = "ChangeBudgets",
         .actions = {"budgets:ModifyBudget"},
         .resources = {budgets},
         .region = region});
}

bool needs_nothing(const PolicyNeeds& needs) {
  return needs.models.empty() && !needs.logs && !needs.costs && !needs.budgets && !needs.profiles;
}

Result<void> check_needs(const PolicyNeeds& needs) {
  if (needs_nothing(needs))
    return bad_request_error("models: none is named, and nothing else is needed",
                             "Name one, such as \"haiku\".");
  const bool lacks_models = needs.models.empty() && (needs.stream || needs.count_tokens || needs.mantle ||
                                                     needs.marketplace || !needs.guardrail.empty());
  if (lacks_models) return bad_request_error("models: none is named for what is to be done with them");
  if (!is_plain(needs.guardrail) || !is_plain(needs.mantle_project))
    return bad_request_error("guardrail, mantle_project: they name one each, without wildcards");
  for (const std::string_view known : {"", "short-term", "long-term", "any"}) {
    if (needs.bearer_keys == known) return {};
  }
  return bad_request_error("bearer_keys: " + in_quotes(needs.bearer_keys) + " is no kind of key",
                           "There are \"short-term\" and \"long-term\", and \"any\" of the two.");
}

Result<void> find_destinations_of(const ModelRoute& route, const std::vector<ProfileDestinations>& given,
                                  NeededGrants& result) {
  if (route.profile_arn.empty()) return {};
  for (const ProfileDestinations& known : given) {
    if (known.profile_arn != route.profile_arn || known.model_arns.empty()) continue;
    result.destinations[route.profile_arn] = known;
    return {};
  }
  StringList arns = catalog_destinations(route);
  if (arns.empty())
    return bad_request_error(
        "models: where requests through " + route.profile_arn + " go is not known",
        "Ask AWS: find_destinations(), or `claude-bedrock iam policy` with credentials that "
        "may call bedrock:GetInferenceProfile.");
  result.destinations[route.profile_arn] = {
      .profile_arn = route.profile_arn, .model_arns = std::move(arns), .from_catalog = true};
  return {};
}

void note_destinations(NeededGrants& result) {
  StringList regions;
  bool from_catalog = false;
  std::string problem;
  for (const auto& [profile, known] : result.destinations) {
    from_catalog |= known.from_catalog;
    if (problem.empty()) problem = known.problem;
    for (const std::string& arn : known.model_arns) {
      const std::string_view region = region_of_arn(arn);
      regions.emplace_back(region.empty() ? kUnspecified : region);
    }
  }
  std::sort(regions.begin(), regions.end());
  regions.erase(std::unique(regions.begin(), regions.end()), regions.end());
  if (from_catalog)
    result.notes.push_back(
        "The destination regions are those of " + std::string(model_catalog_date()) +
        (problem.empty() ? ", since AWS was not asked" : ", since AWS did not answer (" + problem + ")") +
        ": AWS may have changed them.");
  if (regions.empty()) return;
  std::string list;
  for (const std::string& region : regions) list += (list.empty() ? "" : ", ") + region;
  result.notes.push_back(
      "A service control policy that denies regions (aws:RequestedRegion) must let pass: " + list + ".");
}

}  // namespace

std::string guardrail_arn(const PolicyNeeds& needs, std::string_view region) {
  constexpr std::string_view kDraft = ":DRAFT";
  if (needs.guardrail.empty()) return {};
  std::string arn = needs.guardrail;
  if (!arn.starts_with("arn:"))
    arn = "arn:" + partition_name(region) + ":bedrock:" + std::string(region) + ":" + needs.account +
          ":guardrail/" + arn;
  if (arn.ends_with(kDraft)) arn.resize(arn.size() - kDraft.size());
  return arn;
}

Result<NeededGrants> find_grants(const PolicyNeeds& needs,
                                 const std::vector<ProfileDestinations>& destinations) {
  if (auto checked = check_needs(needs); !checked) return checked.error();
  Result<std::vector<ModelRoute>> routes = find_routes(needs);
  if (!routes) return routes.error();
  NeededGrants result{.routes = *std::move(routes)};
  for (const ModelRoute& route : result.routes) {
    if (auto found = find_destinations_of(route, destinations, result); !found) return found.error();
  }
  GrantList list(needs, result);
  list.add_inference();
  list.add_guardrail();
  list.add_count_tokens();
  list.add_mantle();
  list.add_bearer_keys();
  list.add_profiles();
  if (auto added = list.add_batch(); !added) return added.error();
  list.add_marketplace();
  list.add_logs();
  list.add_costs();
  note_destinations(result);
  return result;
}

}  // namespace anthropic::internal
