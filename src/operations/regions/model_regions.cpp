#include <algorithm>
#include <utility>

#include <anthropic/aws/bedrock_control.hpp>
#include <anthropic/aws/regions.hpp>
#include <anthropic/operations/regions.hpp>

#include "base/contains.hpp"
#include "base/public_names.hpp"
#include "base/text/text.hpp"
#include "operations/regions/side_by_side.hpp"
#include "operations/regions/wanted_model.hpp"
#include "wire/aws/arn.hpp"

namespace anthropic::internal {
namespace {

using operations::ModelRegion;
using operations::ModelRegionsOptions;
using operations::RegionalModel;

constexpr std::size_t kMostAtOnce = 32;

/// The regions that were named, or all that may serve a model.
StringList candidates(const ModelRegionsOptions& options, const WantedModel& model) {
  if (!options.regions.empty()) return options.regions;
  StringList regions;
  for (const std::string_view region : aws::known_regions()) {
    const auto profiles = profiles_of_region(region);
    const bool may_serve = std::any_of(profiles.begin(), profiles.end(), [&](std::string_view profile) {
      return wants_geography(model, profile);
    });
    if (may_serve) regions.emplace_back(region);
  }
  return regions;
}

ModelRegion known_region(const WantedModel& model, const std::string& region) {
  return {.region = region, .models = known_ways(model, region)};
}

RegionalModel way_through(const aws::InferenceProfile& profile, std::string geography) {
  RegionalModel way{.id = profile.inference_profile_id, .geography = std::move(geography)};
  if (way.geography == "global") return way;
  for (const std::string& arn : profile.model_arns) {
    const std::string_view destination = region_of_arn(arn);  // empty of the one that stands for all
    if (!destination.empty() && !contains(way.destinations, destination))
      way.destinations.emplace_back(destination);
  }
  std::sort(way.destinations.begin(), way.destinations.end());
  return way;
}

/// The ways that AWS lists, in the order in which the library prefers them; those that it does not know come last.
Result<std::vector<RegionalModel>> listed_ways(const aws::Bedrock& bedrock, const WantedModel& model,
                                               const std::string& region, const aws::CallOptions& call) {
  std::vector<RegionalModel> ways;
  auto profiles = bedrock.list_inference_profiles_all({.type_equals = "SYSTEM_DEFINED"}, call);
  const std::string ending = "." + model.id;
  while (const aws::InferenceProfile* profile = profiles.next()) {
    const std::string& id = profile->inference_profile_id;
    if (!id.ends_with(ending)) continue;
    std::string geography = id.substr(0, id.size() - ending.size());
    if (wants_geography(model, geography)) ways.push_back(way_through(*profile, std::move(geography)));
  }
  if (const Error* error = profiles.error()) return *error;
  const auto preferred = profiles_of_region(region);
  std::stable_sort(ways.begin(), ways.end(), [&](const RegionalModel& a, const RegionalModel& b) {
    const auto place = [&](const RegionalModel& way) {
      return std::find(preferred.begin(), preferred.end(), way.geography) - preferred.begin();
    };
    return place(a) < place(b);
  });
  return ways;
}

ModelRegion with_error(ModelRegion region, const Error& error) {
  region.error = error;
  return region;
}

ModelRegion ask_region(const aws::Session& session, const WantedModel& model, const std::string& region,
                       const aws::ClientOptions& client, const aws::CallOptions& call) {
  const aws::Bedrock bedrock(session, {.region = region, .endpoint_url = client.endpoint_url});
  const auto listed = bedrock.list_foundation_models({.by_provider = "Anthropic"}, call);
  if (!listed) return with_error(known_region(model, region), listed.error());
  auto ways = listed_ways(bedrock, model, region, call);
  if (!ways) return with_error(known_region(model, region), ways.error());
  ModelRegion found{.region = region, .models = *std::move(ways), .is_live = true};
  for (const aws::FoundationModel& summary : listed->model_summaries) {
    if (summary.model_id != model.id) continue;
    found.lifecycle = summary.model_lifecycle.status;
    const auto& types = summary.inference_types_supported;
    const bool on_demand = std::find(types.begin(), types.end(), "ON_DEMAND") != types.end();
    if (on_demand && wants_geography(model, ""))
      found.models.push_back({.id = model.id, .destinations = {region}});
  }
  return found;
}

}  // namespace
}  // namespace anthropic::internal

namespace anthropic::inline v0::operations {

using namespace internal;

Result<std::vector<ModelRegion>> known_model_regions(const ModelRegionsOptions& options) {
  const auto model = find_wanted_model(options.model, options.geography);
  if (!model) return model.error();
  std::vector<ModelRegion> regions;
  for (const std::string& region : candidates(options, *model)) {
    ModelRegion known = known_region(*model, region);
    // A region that was named is told of, whatever there is to tell.
    if (!known.models.empty() || !options.regions.empty()) regions.push_back(std::move(known));
  }
  return regions;
}

Result<std::vector<ModelRegion>> find_model_regions(const aws::Session& session,
                                                    const ModelRegionsOptions& options,
                                                    const aws::ClientOptions& client,
                                                    const aws::CallOptions& call) {
  const auto model = find_wanted_model(options.model, options.geography);
  if (!model) return model.error();
  const StringList asked = candidates(options, *model);
  std::vector<ModelRegion> regions(asked.size());
  run_side_by_side(asked.size(), kMostAtOnce,
                   [&](std::size_t i) { regions[i] = ask_region(session, *model, asked[i], client, call); });
  if (options.regions.empty())
    std::erase_if(regions, [](const ModelRegion& region) { return region.models.empty() && !region.error; });
  return regions;
}

}  // namespace anthropic::inline v0::operations
