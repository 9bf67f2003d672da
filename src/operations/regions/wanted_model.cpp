#include "operations/regions/wanted_model.hpp"

#include <algorithm>

#include "base/errors.hpp"
#include "base/text/text.hpp"
#include "operations/regions/geographies.hpp"
#include "platform/models/choice.hpp"
#include "platform/models/price.hpp"

namespace anthropic::internal {
namespace {

constexpr std::string_view kVendorPrefix = "anthropic.";

Error retired_model(const ModelInfo& model) {
  return bad_request_error(std::string(model.name) + " is retired: no region serves it",
                           model.successor.empty() ? "" : "Use " + in_quotes(model.successor) + ".");
}

}  // namespace

Error unknown_model(const std::string& id) {
  const std::string_view near = nearest_model_id(id);
  return bad_request_error(
      in_quotes(id) + " is no model that this library knows",
      near.empty() ? "`claude-bedrock models` lists them." : "Did you mean " + in_quotes(near) + "?");
}

bool wants_geography(const WantedModel& model, std::string_view geography) {
  return model.geography.empty() || model.geography == geography;
}

Result<WantedModel> find_wanted_model(const std::string& id, const std::string& geography) {
  if (!geography.empty()) {
    if (const auto known = check_geography(geography); !known) return known.error();
  }
  WantedModel wanted{.info = find_model(id), .geography = geography};
  const std::size_t vendor = id.find(kVendorPrefix);
  const bool has_form =
      !id.starts_with("arn:") && (vendor == 0 || (vendor != std::string::npos && id[vendor - 1] == '.'));
  if (!wanted.info && !has_form) return unknown_model(id);
  if (wanted.info && wanted.info->state == ModelState::retired) return retired_model(*wanted.info);
  wanted.id = wanted.info ? std::string(wanted.info->id) : id.substr(vendor);
  std::string named(wanted.info ? profile_named_in(id)
                                : std::string_view(id).substr(0, vendor == 0 ? 0 : vendor - 1));
  if (named.empty() || named == geography) return wanted;
  if (!geography.empty())
    return bad_request_error(in_quotes(id) + " is no model of the geography " + geography,
                             "Name the model without a profile: " + in_quotes(wanted.id) + ".");
  wanted.geography = std::move(named);
  return wanted;
}

std::vector<operations::RegionalModel> known_ways(const WantedModel& model, std::string_view region) {
  std::vector<operations::RegionalModel> ways;
  if (!model.info) return ways;
  for (const std::string_view profile : profiles_of_region(region)) {
    if (!is_called_through(*model.info, profile, region) || !wants_geography(model, profile)) continue;
    ways.push_back({.id = std::string(profile) + "." + model.id,
                    .geography = std::string(profile),
                    .destinations = destination_regions(profile, region)});
  }
  if (model.info->on_demand && wants_geography(model, "") && !profiles_of_region(region).empty())
    ways.push_back({.id = model.id, .destinations = {std::string(region)}});
  return ways;
}

}  // namespace anthropic::internal
