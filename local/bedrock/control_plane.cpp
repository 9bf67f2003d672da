#include "local/bedrock/control_plane.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <anthropic/model_catalog.hpp>

#include "base/text/text.hpp"
#include "local/bedrock/model_access.hpp"

namespace anthropic::internal::local {
namespace {

std::string model_arn(const ModelInfo& model, std::string_view region) {
  return "arn:aws:bedrock:" + std::string(region) + "::foundation-model/" + std::string(model.id);
}

Json model_summary(const ModelInfo& model, std::string_view region) {
  Json inputs = Json::array({"TEXT"});
  if (model.accepts.images) inputs.push_back("IMAGE");
  return Json::object(
      {{"modelArn", model_arn(model, region)},
       {"modelId", model.id},
       {"modelName", model.name},
       {"providerName", "Anthropic"},
       {"inputModalities", std::move(inputs)},
       {"outputModalities", Json::array({"TEXT"})},
       {"responseStreamingSupported", true},
       {"customizationsSupported", Json::array()},
       {"inferenceTypesSupported", Json::array({model.on_demand ? "ON_DEMAND" : "INFERENCE_PROFILE"})},
       {"modelLifecycle",
        Json::object({{"status", model.state == ModelState::active ? "ACTIVE" : "LEGACY"}})}});
}

bool lists(const Json& list, const std::string& wanted) {
  const Json::Array& items = list.items();
  return wanted.empty() || std::any_of(items.begin(), items.end(), [&](const Json& item) {
           return item.as_string() == std::string_view(wanted);
         });
}

Json list_models(const Route& route, std::string_view region) {
  const std::string provider = query_value(route.query, "byProvider");
  const std::string modality = query_value(route.query, "byOutputModality");
  const std::string inference = query_value(route.query, "byInferenceType");
  const std::string customization = query_value(route.query, "byCustomizationType");
  Json summaries = Json::array();
  for (const ModelInfo& model : model_catalog()) {
    if (!serves_region(model, region)) continue;
    if (!provider.empty() && !iequals(provider, "anthropic")) continue;
    Json summary = model_summary(model, region);
    if (!lists(summary["outputModalities"], modality)) continue;
    if (!lists(summary["inferenceTypesSupported"], inference)) continue;
    if (!lists(summary["customizationsSupported"], customization)) continue;
    summaries.push_back(std::move(summary));
  }
  return Json::object({{"modelSummaries", std::move(summaries)}});
}

std::variant<Json, Refusal> get_model(const Route& route, std::string_view region) {
  for (const ModelInfo& model : model_catalog()) {
    if (!serves_region(model, region)) continue;
    if (route.id == model.id || route.id == model_arn(model, region))
      return Json::object({{"modelDetails", model_summary(model, region)}});
  }
  return refuse_input("The provided model identifier is invalid.");
}

std::string profile_arn(const std::string& id, std::string_view region) {
  return "arn:aws:bedrock:" + std::string(region) + ":" + std::string(kAccount) + ":inference-profile/" + id;
}

// Where a profile's requests may go. A global one names the source region and the model without any region.
Json profile_models(const ModelInfo& model, std::string_view profile, std::string_view region) {
  std::vector<std::string> regions = destination_regions(profile, region);
  if (regions.empty()) regions = {std::string(region)};
  if (profile == "global") regions.emplace_back();
  Json models = Json::array();
  for (const std::string& destination : regions)
    models.push_back(Json::object({{"modelArn", model_arn(model, destination)}}));
  return models;
}

std::vector<Json> profiles_of(std::string_view region) {
  std::vector<Json> profiles;
  for (const ModelInfo& model : model_catalog()) {
    if (model.state == ModelState::retired) continue;
    const auto served = profiles_of_region(region);
    for (const std::string_view prefix : model.profiles) {
      if (std::find(served.begin(), served.end(), prefix) == served.end()) continue;
      const std::string id = std::string(prefix) + "." + std::string(model.id);
      const std::string name = ascii_upper(prefix) + " Anthropic " + std::string(model.name);
      profiles.push_back(Json::object({{"inferenceProfileName", name},
                                       {"description", "Routes requests to " + std::string(model.name) + "."},
                                       {"createdAt", "2026-01-01T00:00:00Z"},
                                       {"updatedAt", "2026-01-01T00:00:00Z"},
                                       {"inferenceProfileArn", profile_arn(id, region)},
                                       {"models", profile_models(model, prefix, region)},
                                       {"inferenceProfileId", id},
                                       {"status", "ACTIVE"},
                                       {"type", "SYSTEM_DEFINED"}}));
    }
  }
  return profiles;
}

std::variant<Json, Refusal> list_profiles(const Route& route, std::string_view region) {
  std::vector<Json> profiles = profiles_of(region);
  if (query_value(route.query, "type") == "APPLICATION") profiles.clear();
  const auto page = page_of(route.query, profiles.size());
  if (const auto* refusal = std::get_if<Refusal>(&page)) return *refusal;
  const auto [begin, end] = *std::get_if<Page>(&page);
  Json summaries = Json::array();
  for (std::size_t i = begin; i < end; ++i) summaries.push_back(std::move(profiles[i]));
  Json answer = Json::object({{"inferenceProfileSummaries", std::move(summaries)}});
  if (end < profiles.size()) answer.set("nextToken", std::to_string(end));
  return answer;
}

std::variant<Json, Refusal> get_profile(const Route& route, std::string_view region) {
  for (Json& profile : profiles_of(region)) {
    if (profile["inferenceProfileId"].as_string() == std::string_view(route.id) ||
        profile["inferenceProfileArn"].as_string() == std::string_view(route.id))
      return std::move(profile);
  }
  return refuse("ResourceNotFoundException", "The provided inference profile was not found.");
}

}  // namespace

std::variant<Page, Refusal> page_of(std::string_view query, std::size_t size) {
  const std::string most_text = query_value(query, "maxResults");
  const std::string token = query_value(query, "nextToken");
  const auto most = most_text.empty() ? std::optional<long long>(1000) : parse_integer(most_text);
  if (!most || *most < 1 || *most > 1000) {
    return refuse_input(
        "1 validation error detected: Value at 'maxResults' failed to satisfy constraint: "
        "Member must be between 1 and 1000");
  }
  const auto start = token.empty() ? std::optional<long long>(0) : parse_integer(token);
  if (!start || *start < 0 || *start > static_cast<long long>(size)) {
    return refuse_input("The provided nextToken is invalid.");
  }
  const auto begin = static_cast<std::size_t>(*start);
  return Page{begin, std::min(size, begin + static_cast<std::size_t>(*most))};
}

std::variant<Json, Refusal> answer_control_plane(const Route& route, std::string_view region) {
  switch (route.operation) {
    case Operation::list_models:
      return list_models(route, region);
    case Operation::get_model:
      return get_model(route, region);
    case Operation::list_profiles:
      return list_profiles(route, region);
    default:
      return get_profile(route, region);
  }
}

}  // namespace anthropic::internal::local
