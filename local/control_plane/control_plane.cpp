#include "local/control_plane/control_plane.hpp"

#include <algorithm>
#include <utility>

#include "base/text/text.hpp"
#include "local/bedrock/arn.hpp"
#include "local/bedrock/model_access.hpp"
#include "local/control_plane/guardrail_descriptions.hpp"
#include "local/control_plane/request_shapes.hpp"

namespace anthropic::internal::local {
namespace {

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

std::variant<Json, Refusal> list_models(const Route& route, std::string_view region) {
  Json asked = Json::object();
  for (const char* name : {"byProvider", "byCustomizationType", "byOutputModality"}) {
    const std::string value = query_value(route.query, name);
    if (!value.empty()) asked.set(name, value);
  }
  if (auto refusal = check_shape(asked, kListFoundationModels)) return *std::move(refusal);
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

}  // namespace

std::string model_arn(const ModelInfo& model, std::string_view region) {
  return "arn:aws:bedrock:" + std::string(region) + "::foundation-model/" + std::string(model.id);
}

int success_status(Operation operation) {
  switch (operation) {
    case Operation::create_profile:
    case Operation::put_use_case:
      return 201;
    case Operation::create_agreement:
    case Operation::delete_agreement:
      return 202;
    default:
      return 200;
  }
}

ControlPlane::ControlPlane(ControlPlaneSettings settings)
    : settings_(std::move(settings)),
      started_(settings_.now()),
      account_(settings_.region, settings_.now),
      profiles_(settings_.region, settings_.now, settings_.random),
      tags_([this](std::string_view arn) { return tags_made_with(arn); }) {}

std::variant<Json, Refusal> ControlPlane::answer(const Route& route, std::string_view body,
                                                 const Faults& faults) {
  switch (route.operation) {
    case Operation::list_models:
      return list_models(route, settings_.region);
    case Operation::get_model:
      return get_model(route, settings_.region);
    case Operation::create_profile:
    case Operation::get_profile:
    case Operation::list_profiles:
    case Operation::delete_profile:
      return profiles_.answer(route, body);
    case Operation::tag_resource:
    case Operation::untag_resource:
    case Operation::list_tags:
      return tags_.answer(route, body);
    case Operation::get_guardrail:
    case Operation::list_guardrails:
      return describe_guardrails(route, *settings_.guardrails, settings_.region, started_);
    default:
      return account_.answer(route, body, faults);
  }
}

std::optional<Json> ControlPlane::tags_made_with(std::string_view arn) const {
  const auto parsed = parse_arn(arn);
  if (!parsed || parsed->service != "bedrock" || parsed->region != settings_.region) return std::nullopt;
  if (parsed->kind == "application-inference-profile") return profiles_.tags_made_with(arn);
  if (parsed->kind == "model-invocation-job") return settings_.job_tags(arn);
  if (parsed->kind == "guardrail" && settings_.guardrails->find_draft(parsed->name)) return Json::array();
  return std::nullopt;
}

}  // namespace anthropic::internal::local
