#include "local/model_access.hpp"

#include <algorithm>
#include <vector>

namespace anthropic::local {
namespace {

Refusal unknown_model() {
  return refuse_input("The provided model identifier is invalid.");
}

const ModelInfo* model_with_base_id(std::string_view id) {
  for (const ModelInfo& model : model_catalog()) {
    if (model.id == id) return &model;
  }
  return nullptr;
}

// "us.anthropic.claude-…": the model behind a profile that the region has.
const ModelInfo* model_behind_profile(std::string_view id, std::string_view region) {
  const std::size_t dot = id.find('.');
  if (dot == std::string_view::npos) return nullptr;
  const std::string_view prefix = id.substr(0, dot);
  const ModelInfo* model = model_with_base_id(id.substr(dot + 1));
  if (!model || !profile_serves_region(prefix, region)) return nullptr;
  const auto known = std::find(model->profiles.begin(), model->profiles.end(), prefix);
  return known == model->profiles.end() ? nullptr : model;
}

struct Named {
  const ModelInfo* model = nullptr;
  bool through_profile = false;
};

Named named_by_plain_id(std::string_view id, std::string_view region) {
  if (const ModelInfo* model = model_with_base_id(id)) return {model, false};
  return {model_behind_profile(id, region), true};
}

// arn:aws:bedrock:REGION:ACCOUNT:KIND/NAME
struct Arn {
  std::string_view service, region, kind, name;
};

std::optional<Arn> parse_arn(std::string_view text) {
  std::vector<std::string_view> parts;
  while (parts.size() < 5) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    parts.push_back(text.substr(0, colon));
    text.remove_prefix(colon + 1);
  }
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos || parts[0] != "arn" || !parts[1].starts_with("aws"))
    return std::nullopt;
  return Arn{parts[2], parts[3], text.substr(0, slash), text.substr(slash + 1)};
}

bool is_of_generation_5(const ModelInfo& model) {
  return model.first_party_id.find("-5") != std::string_view::npos &&
         model.first_party_id.find("-4-5") == std::string_view::npos &&
         model.first_party_id.find("-3-5") == std::string_view::npos;
}

std::variant<const ModelInfo*, Refusal> usable(Named named, std::string_view id, ModelUse use) {
  if (!named.model) return unknown_model();
  if (named.model->state == ModelState::retired)
    return refuse("ResourceNotFoundException",
                  "This model version has reached the end of its life. Please refer to the AWS documentation "
                  "for more details.");
  if (use == ModelUse::count_tokens) {
    if (is_of_generation_5(*named.model))
      return refuse_input("The provided model doesn't support counting tokens.");
    return named.model;
  }
  if (!named.through_profile && !named.model->on_demand)
    return refuse_input("Invocation of model ID " + std::string(id) +
                        " with on-demand throughput isn\u2019t supported. Retry your request with the ID or "
                        "ARN of an inference profile that contains this model.");
  return named.model;
}

}  // namespace

bool profile_serves_region(std::string_view prefix, std::string_view region) {
  if (prefix == "us-gov") return region.starts_with("us-gov-");
  if (prefix == "us")
    return (region.starts_with("us-") && !region.starts_with("us-gov-")) || region.starts_with("ca-");
  if (prefix == "eu") return region.starts_with("eu-");
  if (prefix == "jp") return region.starts_with("ap-northeast-");
  if (prefix == "au") return region.starts_with("ap-southeast-");
  if (prefix == "in") return region.starts_with("ap-south-");
  if (prefix == "apac") return region.starts_with("ap-");
  return true;
}

std::variant<const ModelInfo*, Refusal> model_for_request(std::string_view id, std::string_view region,
                                                          ModelUse use) {
  if (!id.starts_with("arn:")) return usable(named_by_plain_id(id, region), id, use);
  const std::optional<Arn> arn = parse_arn(id);
  if (!arn || arn->service != "bedrock" || arn->region != region) return unknown_model();
  if (arn->kind == "foundation-model") return usable({model_with_base_id(arn->name), false}, id, use);
  if (arn->kind == "inference-profile")
    return usable({model_behind_profile(arn->name, region), true}, id, use);
  if (arn->kind == "application-inference-profile" || arn->kind == "provisioned-model" ||
      arn->kind == "imported-model")
    return refuse("ResourceNotFoundException", "Could not find the resource: the local endpoint has none.");
  return unknown_model();
}

}  // namespace anthropic::local
