#include "operations/iam/grants.hpp"

#include <algorithm>
#include <utility>

#include "base/errors.hpp"
#include "base/text/text.hpp"
#include "operations/iam/grant_list.hpp"
#include "wire/aws/arn.hpp"

namespace anthropic::internal {
namespace {

using operations::PolicyNeeds;
using operations::ProfileDestinations;

bool needs_nothing(const PolicyNeeds& needs) {
  return needs.models.empty() && !needs.logs && !needs.costs && !needs.budgets && !needs.profiles;
}

/// "abc123", "abc123:1", "abc123:DRAFT", or an ARN that ends so.
bool is_guardrail(std::string_view text) {
  constexpr std::string_view kInArn = ":guardrail/";
  if (text.starts_with("arn:")) {
    const std::size_t at = text.find(kInArn);
    if (at == std::string_view::npos) return false;
    text.remove_prefix(at + kInArn.size());
  }
  const std::size_t colon = text.find(':');
  const std::string_view id = text.substr(0, colon);
  if (id.empty() || id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789") != std::string_view::npos)
    return false;
  if (colon == std::string_view::npos) return true;
  const std::string_view version = text.substr(colon + 1);
  return version == "DRAFT" || parse_integer(version).value_or(0) > 0;
}

Result<void> check_needs(const PolicyNeeds& needs) {
  if (needs_nothing(needs))
    return bad_request_error("models: none is named, and nothing else is needed",
                             "Name one, such as \"haiku\".");
  const bool lacks_models = needs.models.empty() && (needs.stream || needs.count_tokens || needs.mantle ||
                                                     needs.marketplace || !needs.guardrail.empty());
  if (lacks_models) return bad_request_error("models: none is named for what is to be done with them");
  if (!needs.guardrail.empty() && !is_guardrail(needs.guardrail))
    return bad_request_error("guardrail: " + in_quotes(needs.guardrail) + " names no guardrail",
                             "Write ID:VERSION, for example abc123:1 or abc123:DRAFT.");
  if (!is_plain(needs.mantle_project))
    return bad_request_error("mantle_project: it names one, without wildcards");
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
      regions.emplace_back(region.empty() ? kUnspecifiedRegion : region);
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
  result.notes.push_back(
      "A service control policy that denies regions (aws:RequestedRegion) must let pass: " + joined(regions) +
      ".");
}

}  // namespace

bool is_plain(std::string_view text) {
  return text.find_first_of("*?$ \t\n\"") == std::string_view::npos;
}

std::string name_of(const ModelRoute& route) {
  if (route.model) return std::string(route.model->name);
  return route.model_id.empty() ? route.profile_arn : route.model_id;
}

std::string GrantList::arn(std::string_view service, std::string_view region,
                           std::string_view resource) const {
  return "arn:" + partition_name(region.empty() ? needs_.regions.front() : region) + ":" +
         std::string(service) + ":" + std::string(region) + ":" + needs_.account + ":" +
         std::string(resource);
}

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
