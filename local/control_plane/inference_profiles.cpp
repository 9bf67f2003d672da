#include "local/control_plane/inference_profiles.hpp"

#include <algorithm>
#include <utility>

#include "base/text/text.hpp"
#include "base/time/time_format.hpp"
#include "local/bedrock/arn.hpp"
#include "local/bedrock/pages.hpp"
#include "local/control_plane/control_plane.hpp"
#include "local/control_plane/request_shapes.hpp"
#include "local/control_plane/resource_tags.hpp"

namespace anthropic::internal::local {
namespace {

constexpr std::string_view kApplication = "application-inference-profile";
constexpr std::size_t kMostProfiles = 1'000;

Refusal no_such_profile() {
  return refuse("ResourceNotFoundException", "The provided inference profile was not found.");
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

std::vector<Json> system_profiles(std::string_view region) {
  std::vector<Json> profiles;
  const auto served = profiles_of_region(region);
  for (const ModelInfo& model : model_catalog()) {
    if (model.state == ModelState::retired) continue;
    for (const std::string_view prefix : model.profiles) {
      if (std::find(served.begin(), served.end(), prefix) == served.end()) continue;
      const std::string id = std::string(prefix) + "." + std::string(model.id);
      const std::string name = ascii_upper(prefix) + " Anthropic " + std::string(model.name);
      profiles.push_back(Json::object({{"inferenceProfileName", name},
                                       {"description", "Routes requests to " + std::string(model.name) + "."},
                                       {"createdAt", "2026-01-01T00:00:00Z"},
                                       {"updatedAt", "2026-01-01T00:00:00Z"},
                                       {"inferenceProfileArn", bedrock_arn(region, "inference-profile", id)},
                                       {"models", profile_models(model, prefix, region)},
                                       {"inferenceProfileId", id},
                                       {"status", "ACTIVE"},
                                       {"type", "SYSTEM_DEFINED"}}));
    }
  }
  return profiles;
}

bool is_named(const Json& profile, std::string_view identifier) {
  return profile["inferenceProfileId"].as_string() == identifier ||
         profile["inferenceProfileArn"].as_string() == identifier;
}

std::optional<Json> find_system_profile(std::string_view identifier, std::string_view region) {
  for (Json& profile : system_profiles(region)) {
    if (is_named(profile, identifier)) return std::move(profile);
  }
  return std::nullopt;
}

// The id in the ARN of a model or of a system profile.
std::string id_in(std::string_view arn) {
  return std::string(arn.substr(arn.rfind('/') + 1));
}

std::optional<Refusal> check_identifier(const std::string& identifier) {
  return check_shape(Json::object({{"inferenceProfileIdentifier", identifier}}), kGetInferenceProfile);
}

}  // namespace

InferenceProfiles::InferenceProfiles(std::string region, std::function<SystemTime()> now,
                                     std::shared_ptr<Random> random)
    : region_(std::move(region)), now_(std::move(now)), random_(std::move(random)) {}

InferenceProfiles::Answer InferenceProfiles::answer(const Route& route, std::string_view body) {
  const std::lock_guard lock(mutex_);
  switch (route.operation) {
    case Operation::create_profile:
      return create(body);
    case Operation::list_profiles:
      return list(route.query);
    case Operation::delete_profile:
      return remove(route.id);
    default:
      return get(route.id);
  }
}

InferenceProfiles::Answer InferenceProfiles::create(std::string_view body) {
  Result<Json> request = Json::parse(body);
  if (auto refusal = check_shape(request ? *request : Json(), kCreateInferenceProfile))
    return *std::move(refusal);
  if (auto refusal = check_tags((*request)["tags"])) return *std::move(refusal);
  const std::string copied = (*request)["modelSource"]["copyFrom"].string_or("");
  const auto model = model_for_request(copied, region_, ModelUse::invoke);
  if (const auto* refusal = std::get_if<Refusal>(&model)) return *refusal;

  const std::string token = (*request)["clientRequestToken"].string_or("");
  for (const Made& made : made_) {
    if (token.empty() || made.request["clientRequestToken"].as_string() != std::string_view(token)) continue;
    if (made.request != *request)
      return refuse("ConflictException", "The client request token was used with other parameters.");
    return Json::object(
        {{"inferenceProfileArn", made.description["inferenceProfileArn"]}, {"status", "ACTIVE"}});
  }
  if (made_.size() >= kMostProfiles)
    return refuse("ServiceQuotaExceededException", "The account has as many inference profiles as it may.");

  const std::string source = id_in(copied);
  const auto system_profile = find_system_profile(source, region_);
  const std::string id = resource_id(*random_);
  const std::string arn = bedrock_arn(region_, kApplication, id);
  const std::string now = format_iso8601(now_());
  Json description = Json::object({{"inferenceProfileName", (*request)["inferenceProfileName"]}});
  if (const Json* text = request->find("description")) description.set("description", *text);
  description.set("createdAt", now);
  description.set("updatedAt", now);
  description.set("inferenceProfileArn", arn);
  description.set("models", system_profile ? (*system_profile)["models"]
                                           : Json::array({Json::object({{"modelArn", copied}})}));
  description.set("inferenceProfileId", id);
  description.set("status", "ACTIVE");
  description.set("type", "APPLICATION");
  made_.push_back({.description = std::move(description), .request = *std::move(request), .source = source});
  return Json::object({{"inferenceProfileArn", arn}, {"status", "ACTIVE"}});
}

InferenceProfiles::Answer InferenceProfiles::get(const std::string& identifier) const {
  if (auto refusal = check_identifier(identifier)) return *std::move(refusal);
  if (const Made* made = find(identifier)) return made->description;
  if (auto profile = find_system_profile(identifier, region_)) return *std::move(profile);
  return no_such_profile();
}

InferenceProfiles::Answer InferenceProfiles::list(std::string_view query) const {
  const std::string type = query_value(query, "type");
  Json asked = Json::object();
  if (!type.empty()) asked.set("typeEquals", type);
  if (auto refusal = check_shape(asked, kListInferenceProfiles)) return *std::move(refusal);
  std::vector<Json> profiles;
  if (type != "APPLICATION") profiles = system_profiles(region_);
  if (type != "SYSTEM_DEFINED") {
    for (const Made& made : made_) profiles.push_back(made.description);
  }
  return paged_answer("inferenceProfileSummaries", std::move(profiles), query);
}

InferenceProfiles::Answer InferenceProfiles::remove(const std::string& identifier) {
  if (auto refusal = check_identifier(identifier)) return *std::move(refusal);
  const auto is_it = [&](const Made& made) { return is_named(made.description, identifier); };
  if (std::erase_if(made_, is_it) > 0) return Json::object();
  if (find_system_profile(identifier, region_))
    return refuse_input("A system-defined inference profile cannot be deleted.");
  return no_such_profile();
}

const InferenceProfiles::Made* InferenceProfiles::find(std::string_view identifier) const {
  const auto is_it = [&](const Made& made) { return is_named(made.description, identifier); };
  const auto found = std::find_if(made_.begin(), made_.end(), is_it);
  return found == made_.end() ? nullptr : &*found;
}

std::string InferenceProfiles::source_of(std::string_view id) const {
  if (!id.starts_with("arn:")) return std::string(id);
  const std::lock_guard lock(mutex_);
  const Made* made = find(id);
  return made ? made->source : std::string(id);
}

std::variant<const ModelInfo*, Refusal> InferenceProfiles::model_for(std::string_view id,
                                                                     ModelUse use) const {
  return model_for_request(source_of(id), region_, use);
}

std::optional<Json> InferenceProfiles::tags_made_with(std::string_view arn) const {
  const std::lock_guard lock(mutex_);
  const Made* made = find(arn);
  if (!made) return std::nullopt;
  return made->request["tags"];
}

}  // namespace anthropic::internal::local
