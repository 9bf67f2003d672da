#include "local/bedrock/model_access.hpp"

#include "local/bedrock/arn.hpp"
#include "platform/models/choice.hpp"

namespace anthropic::internal::local {
namespace {

Refusal unknown_model() {
  return refuse_input("The provided model identifier is invalid.");
}

// "us.anthropic.claude-…": the model behind a profile that the region has.
const ModelInfo* model_behind_profile(std::string_view id, std::string_view region) {
  const std::size_t dot = id.find('.');
  if (dot == std::string_view::npos) return nullptr;
  const std::string_view prefix = id.substr(0, dot);
  const ModelInfo* model = model_with_base_id(id.substr(dot + 1));
  return model && is_called_through(*model, prefix, region) ? model : nullptr;
}

struct Named {
  const ModelInfo* model = nullptr;
  bool through_profile = false;
};

Named named_by_plain_id(std::string_view id, std::string_view region) {
  if (const ModelInfo* model = model_with_base_id(id)) return {model, false};
  return {model_behind_profile(id, region), true};
}

std::variant<const ModelInfo*, Refusal> usable(Named named, std::string_view id, std::string_view region,
                                               ModelUse use) {
  if (!named.model) return unknown_model();
  if (named.model->state == ModelState::retired)
    return refuse("ResourceNotFoundException",
                  "This model version has reached the end of its life. Please refer to the AWS documentation "
                  "for more details.");
  if (!serves_region(*named.model, region)) return unknown_model();
  if (use == ModelUse::count_tokens) {
    // Not through a profile either: Boise-State-Development/agentcore-public-stack PR 430 (2026-06),
    // maximhq/bifrost PR 2169.
    if (!named.model->features.count_tokens || named.through_profile)
      return refuse_input("The provided model doesn't support counting tokens.");
    return named.model;
  }
  if (use == ModelUse::batch && !named.model->features.batch)
    return refuse_input("The provided model doesn't support batch inference.");
  if (!named.through_profile && !named.model->on_demand)
    return refuse_input("Invocation of model ID " + std::string(id) +
                        " with on-demand throughput isn\u2019t supported. Retry your request with the ID or "
                        "ARN of an inference profile that contains this model.");
  return named.model;
}

}  // namespace

const ModelInfo* model_with_base_id(std::string_view id) {
  for (const ModelInfo& model : model_catalog()) {
    if (model.id == id) return &model;
  }
  return nullptr;
}

std::variant<const ModelInfo*, Refusal> model_for_request(std::string_view id, std::string_view region,
                                                          ModelUse use) {
  if (!id.starts_with("arn:")) return usable(named_by_plain_id(id, region), id, region, use);
  const std::optional<Arn> arn = parse_arn(id);
  if (!arn || arn->service != "bedrock" || arn->region != region) return unknown_model();
  if (arn->kind == "foundation-model") return usable({model_with_base_id(arn->name), false}, id, region, use);
  if (arn->kind == "inference-profile")
    return usable({model_behind_profile(arn->name, region), true}, id, region, use);
  if (arn->kind == "application-inference-profile")
    return refuse("ResourceNotFoundException", "The provided inference profile was not found.");
  if (arn->kind == "provisioned-model" || arn->kind == "imported-model")
    return refuse("ResourceNotFoundException", "Could not find the resource: the local endpoint has none.");
  return unknown_model();
}

}  // namespace anthropic::internal::local
