#include <anthropic/model_catalog.hpp>
#include <anthropic/models.hpp>

#include "base/crypto/encoding.hpp"
#include "client/clients/effective_options.hpp"
#include "client/resources/paging.hpp"
#include "platform/models/choice.hpp"
#include "wire/json/fields.hpp"

namespace anthropic::inline v0 {

using namespace internal;
namespace {

/// Whether the platform lists its models itself.
bool has_list(const ClientCore& core) {
  const PlatformKind platform = core.platform->kind();
  return platform == PlatformKind::first_party || platform == PlatformKind::claude_on_aws;
}

Model from_catalogue(const ModelInfo& known, PlatformKind platform, const std::string& region) {
  // By its own name, so that the region's profile is found for it.
  const std::string id = model_id_for(platform, known.first_party_id, region);
  return {.id = id,
          .display_name = std::string(known.name),
          .lifecycle = known.state == ModelState::active ? "active" : "deprecated",
          .line = std::string(known.family),
          .max_input_tokens = known.context_window,
          .max_tokens = known.max_output_tokens};
}

}  // namespace

Json Model::to_json() const {
  Json json = Json::object({{"id", id}, {"type", "model"}, {"display_name", display_name}});
  if (!created_at.empty()) json.set("created_at", created_at);
  if (!lifecycle.empty()) json.set("lifecycle", lifecycle);
  if (!line.empty()) json.set("line", line);
  if (!deprecated_at.empty()) json.set("deprecated_at", deprecated_at);
  if (!retires_at.empty()) json.set("retires_at", retires_at);
  if (max_input_tokens) json.set("max_input_tokens", *max_input_tokens);
  if (max_tokens) json.set("max_tokens", *max_tokens);
  merge(extra, json);
  return json;
}

Model Model::from_json(Json json) {
  Model model;
  model.id = take_string(json, "id").value_or("");
  model.display_name = take_string(json, "display_name").value_or("");
  model.created_at = take_string(json, "created_at").value_or("");
  model.lifecycle = take_string(json, "lifecycle").value_or("");
  model.line = take_string(json, "line").value_or("");
  model.deprecated_at = take_string(json, "deprecated_at").value_or("");
  model.retires_at = take_string(json, "retires_at").value_or("");
  model.max_input_tokens = take_int64(json, "max_input_tokens");
  model.max_tokens = take_int64(json, "max_tokens");
  json.erase("type");
  model.extra = rest(std::move(json));
  return model;
}

Result<Page<Model>> Models::list(const PageParams& params, const RequestOptions& options) const {
  const std::shared_ptr<ClientCore>& core = in_this_process(core_);
  if (has_list(*core))
    return list_page<Model>(core, {.operation = "models.list", .path = "/v1/models", .params = params},
                            *EffectiveOptions(overrides_, options));
  const auto region = core->platform->region();
  if (!region) return region.error();
  Page<Model> page;
  for (const ModelInfo& known : model_catalog()) {
    if (known.state == ModelState::retired) continue;
    page.data.push_back(from_catalogue(known, core->platform->kind(), *region));
  }
  return page;
}

Result<Model> Models::retrieve(const std::string& model_id, const RequestOptions& options) const {
  const std::shared_ptr<ClientCore>& core = in_this_process(core_);
  if (has_list(*core)) {
    const std::string id = model_id_for(core->platform->kind(), model_id, {});
    auto json =
        call_api(core, {.operation = "models.retrieve", .id = id, .path = "/v1/models/" + percent_encode(id)},
                 *EffectiveOptions(overrides_, options));
    if (!json) return std::move(json).error();
    return Model::from_json(*std::move(json));
  }
  const auto region = core->platform->region();
  if (!region) return region.error();
  if (const ModelInfo* known = find_model(model_id))
    return from_catalogue(*known, core->platform->kind(), *region);
  Error error{.kind = ErrorKind::not_found,
              .type = "not_found_error",
              .message = "the catalogue of models does not know \"" + model_id + "\""};
  if (const auto nearest = nearest_model_id(model_id); !nearest.empty())
    error.hint = "Did you mean \"" + std::string(nearest) + "\"?";
  return error;
}

Models Models::with_options(const OptionOverrides& overrides) const {
  Models other = *this;
  other.overrides_ = add_overrides(overrides_, overrides);
  return other;
}

}  // namespace anthropic::inline v0
