#include "operations/iam/routes.hpp"

#include <algorithm>
#include <optional>

#include "aws/endpoint/known_regions.hpp"
#include "aws/endpoint/region.hpp"
#include "base/errors.hpp"
#include "base/text/text.hpp"
#include "platform/models/choice.hpp"
#include "wire/aws/arn.hpp"

namespace anthropic::internal {
namespace {

using operations::PolicyNeeds;

constexpr std::string_view kVendor = ".anthropic.";
constexpr std::size_t kAccountDigits = 12;

std::string_view after(std::string_view text, std::string_view part) {
  const std::size_t at = text.find(part);
  return at == std::string_view::npos ? std::string_view() : text.substr(at + part.size());
}

// "us" of "us.anthropic.claude-…".
std::string_view profile_of(std::string_view id) {
  const std::size_t at = id.find(kVendor);
  return at == std::string_view::npos ? std::string_view() : id.substr(0, at);
}

std::string profile_arn(const PolicyNeeds& needs, std::string_view region, std::string_view id) {
  return "arn:" + partition_name(region) + ":bedrock:" + std::string(region) + ":" + needs.account +
         ":inference-profile/" + std::string(id);
}

Error not_served(const ModelInfo& model, const std::string& id, std::string_view region) {
  return bad_request_error("models: " + in_quotes(id) + " cannot be called in " + std::string(region),
                           served_instead(model, region));
}

Result<void> check_model(const std::string& id) {
  const ModelInfo* model = find_model(id);
  if (!model) {
    if (id.starts_with("arn:") || id.find("anthropic.") != std::string::npos) return {};
    const std::string_view near = nearest_model_id(id);
    return bad_request_error("models: " + in_quotes(id) + " is no model that this library knows",
                             near.empty()
                                 ? "`claude-bedrock models` lists them; the ARN of an inference profile "
                                   "may stand here, too."
                                 : "Did you mean " + in_quotes(near) + "?");
  }
  if (model->state != ModelState::retired) return {};
  return bad_request_error("models: " + in_quotes(id) + " is retired" +
                               (model->state_note.empty() ? "" : " (" + std::string(model->state_note) + ")"),
                           model->successor.empty() ? "" : "Use " + in_quotes(model->successor) + ".");
}

Result<ModelRoute> route_of_arn(const std::string& arn) {
  ModelRoute route{.region = std::string(region_of_arn(arn)), .model = find_model(arn)};
  if (part_of_arn(arn, 2) != "bedrock" || route.region.empty())
    return bad_request_error("models: " + in_quotes(arn) + " is no ARN of a model or profile in a region",
                             "Name the inference profile, or the model by its id.");
  if (const auto id = after(arn, ":foundation-model/"); !id.empty()) {
    route.model_id = id;
    return route;
  }
  route.profile_arn = arn;
  if (const auto id = after(arn, ":inference-profile/"); !id.empty()) {
    route.profile = profile_of(id);
    route.model_id = id.substr(std::min(id.size(), route.profile.size() + 1));
    return route;
  }
  if (!after(arn, ":application-inference-profile/").empty()) return route;
  return bad_request_error("models: " + in_quotes(arn) + " is neither a model nor an inference profile",
                           "Provisioned and imported models need a policy of their own making.");
}

// Empty if the region cannot call what is named with its profile.
std::optional<ModelRoute> route_in(const PolicyNeeds& needs, const std::string& id,
                                   const std::string& region) {
  const std::string resolved = resolve_model_id(id, region);
  ModelRoute route{.region = region, .model = find_model(resolved)};
  route.profile = profile_of(resolved);
  if (route.profile.empty()) {
    if (route.model && !route.model->on_demand) return std::nullopt;
    route.model_id = resolved;
    return route;
  }
  if (route.model && !is_called_through(*route.model, route.profile, region)) return std::nullopt;
  route.model_id = resolved.substr(route.profile.size() + 1);
  route.profile_arn = profile_arn(needs, region, resolved);
  return route;
}

void add(std::vector<ModelRoute>& routes, ModelRoute route) {
  const auto same = [&](const ModelRoute& other) {
    return other.region == route.region && other.model_id == route.model_id &&
           other.profile_arn == route.profile_arn;
  };
  if (std::none_of(routes.begin(), routes.end(), same)) routes.push_back(std::move(route));
}

Result<void> check_places(const PolicyNeeds& needs) {
  const bool is_account = needs.account.size() == kAccountDigits &&
                          needs.account.find_first_not_of("0123456789") == std::string::npos;
  if (!is_account)
    return bad_request_error("account: " + in_quotes(needs.account) + " is not the number of an account",
                             "It has 12 digits: `claude-bedrock whoami` prints it.");
  if (needs.regions.empty())
    return bad_request_error("regions: none is named", "Name the regions that requests are sent to.");
  for (const std::string& region : needs.regions) {
    if (!aws::is_valid_region(region))
      return bad_request_error("regions: " + in_quotes(region) + " is no region's name",
                               "One is \"us-east-1\".");
    if (const std::string_view meant = aws::misspelt_region(region); !meant.empty())
      return bad_request_error("regions: " + in_quotes(region) + " is no region that this version knows",
                               "Did you mean " + in_quotes(meant) + "?");
  }
  return {};
}

}  // namespace

std::string partition_name(std::string_view region) {
  return std::string(aws::partition_of(region).name);
}

std::string foundation_model_arn(std::string_view partition, std::string_view region,
                                 std::string_view model_id) {
  return "arn:" + std::string(partition) + ":bedrock:" + std::string(region) + "::foundation-model/" +
         std::string(model_id);
}

Result<std::vector<ModelRoute>> find_routes(const PolicyNeeds& needs) {
  if (auto checked = check_places(needs); !checked) return checked.error();
  std::vector<ModelRoute> routes;
  for (const std::string& id : needs.models) {
    if (auto checked = check_model(id); !checked) return checked.error();
    if (id.starts_with("arn:")) {
      Result<ModelRoute> route = route_of_arn(id);
      if (!route) return route.error();
      add(routes, *std::move(route));
      continue;
    }
    bool is_called = false;
    for (const std::string& region : needs.regions) {
      std::optional<ModelRoute> route = route_in(needs, id, region);
      // A profile belongs to a geography: "eu.…" is not meant for the regions of another.
      if (!route && !profile_of(id).empty()) continue;
      if (!route) return not_served(*find_model(id), id, region);
      is_called = true;
      add(routes, *std::move(route));
    }
    if (!is_called) return not_served(*find_model(id), id, needs.regions.front());
  }
  return routes;
}

StringList catalog_destinations(const ModelRoute& route) {
  const std::string partition = partition_name(route.region);
  StringList arns;
  for (const std::string& region : destination_regions(route.profile, route.region))
    arns.push_back(foundation_model_arn(partition, region, route.model_id));
  if (route.profile == "global")
    arns = {foundation_model_arn(partition, route.region, route.model_id),
            foundation_model_arn(partition, "", route.model_id)};
  return arns;
}

}  // namespace anthropic::internal
