#include "platform/models/choice.hpp"

#include "base/contains.hpp"
#include "base/errors.hpp"
#include "base/text/text.hpp"

namespace anthropic::internal {
namespace {

/// The newest model that a region serves and that `suits`, of the same family if there is one.
template <class Suits>
const ModelInfo* newest_that(const ModelInfo& instead_of, std::string_view region, const Suits& suits) {
  const ModelInfo* other = nullptr;
  for (const ModelInfo& model : model_catalog()) {
    if (!serves_region(model, region) || !suits(model)) continue;
    if (model.family == instead_of.family) return &model;
    if (!other) other = &model;
  }
  return other;
}

bool has(const ModelInfo& model, ModelFeature feature) {
  switch (feature) {
    case ModelFeature::batch:
      return model.features.batch;
    case ModelFeature::count_tokens:
      return model.features.count_tokens;
    case ModelFeature::structured_output:
      return model.features.structured_output;
  }
  return true;
}

std::string id_in(const ModelInfo& model, std::string_view region) {
  return in_quotes(resolve_model_id(model.first_party_id, region));
}

Error refused_feature(ModelFeature feature, const ModelInfo& model, const std::string& other) {
  const std::string name(model.name);
  switch (feature) {
    case ModelFeature::batch:
      return bad_request_error("model: " + name + " has no batch inference on Bedrock",
                               (other.empty() ? "Send" : "Use " + other + ", which has it, or send") +
                                   " the requests one by one.");
    case ModelFeature::count_tokens:
      return bad_request_error(
          "model: Bedrock's runtime counts no tokens for " + name,
          "Count with AnthropicBedrockMantle or AnthropicAws (`claude-bedrock count --platform "
          "mantle`)" +
              (other.empty() ? "." : ", or for " + other + ", whose tokens may be others."));
    case ModelFeature::structured_output:
      break;
  }
  return bad_request_error("output_config.format: " + name + " has no structured output on Bedrock",
                           "Ask with messages.parse(), which finds another way, " +
                               (other.empty() ? std::string() : "use " + other + ", ") +
                               "or ask for a tool with that schema as its input_schema.");
}

}  // namespace

// earendil-works/pi PR 8573 cites AWS's model cards; Claude Code and Bifrost's documentation send the same.
std::string_view id_on_mantle(const ModelInfo& model) {
  return model.id.substr(0, model.id.find("-20"));
}

std::string model_id_for(PlatformKind platform, std::string_view id, std::string_view region) {
  if (platform == PlatformKind::invoke_model || platform == PlatformKind::runtime_messages)
    return resolve_model_id(id, region);
  const ModelInfo* model = find_model(id);
  if (!model) return std::string(id);
  if (platform == PlatformKind::mantle) return std::string(id_on_mantle(*model));
  // Anthropic's own undated names mean more than the catalogue knows.
  const bool is_own_name = id.starts_with("claude-");
  return std::string(is_own_name ? id : model->first_party_id);
}

std::optional<Error> refuse_model_feature(ModelFeature feature, std::string_view model_id,
                                          std::string_view region) {
  const ModelInfo* model = find_model(model_id);
  if (!model || model->state == ModelState::retired || has(*model, feature)) return std::nullopt;
  const ModelInfo* other =
      newest_that(*model, region, [&](const ModelInfo& one) { return has(one, feature); });
  return refused_feature(feature, *model, other ? id_in(*other, region) : "");
}

std::optional<Error> refuse_service_tier(std::string_view tier, std::string_view model_id,
                                         std::string_view region) {
  const ModelInfo* model = find_model(model_id);
  if (tier.empty() || !model) return std::nullopt;
  const auto has_tier = [&](const ModelInfo& one) { return contains(one.features.service_tiers, tier); };
  if (model->features.service_tiers.empty() || has_tier(*model)) return std::nullopt;
  const ModelInfo* other = newest_that(*model, region, has_tier);
  return bad_request_error(
      "bedrock.service_tier: " + std::string(model->name) + " has no tier " + in_quotes(tier) + " on Bedrock",
      other ? "Leave it out, or use " + id_in(*other, region) + "."
            : "Leave it out: no Claude model is known to have it.");
}

std::string served_instead(const ModelInfo& model, std::string_view region) {
  std::string ids;
  const auto add = [&](std::string_view family) {
    const ModelInfo* newest = newest_served(model_catalog(), family, region);
    if (!newest) return;
    ids += ids.empty() ? "" : ", ";
    ids += id_in(*newest, region);
  };
  add(model.family);
  for (const ModelInfo& one : model_catalog()) {
    if (!one.alias.empty() && one.family != model.family) add(one.family);
  }
  const std::string where(region);
  if (ids.empty()) {
    return "No Claude model is known to be served in " + where +
           ": `aws bedrock list-inference-profiles "
           "--region " +
           where + "` says what is there.";
  }
  return std::string(model.name) + " is not known to be served in " + where +
         "; the newest of each family there: " + ids + ".";
}

}  // namespace anthropic::internal
