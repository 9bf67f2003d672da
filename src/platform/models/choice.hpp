#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <anthropic/error.hpp>
#include <anthropic/model_catalog.hpp>

#include "platform/models/platform_kind.hpp"

namespace anthropic::internal {

/// The newest of a family's `models` that a region serves, a legacy one only where there is no other; null if
/// it serves none. `models` are in the order of model_catalog(): the newest first.
const ModelInfo* newest_served(std::span<const ModelInfo> models, std::string_view family,
                               std::string_view region);

/// Whether a region can call a model through that profile ("global").
bool is_called_through(const ModelInfo& model, std::string_view profile, std::string_view region);

/// The id by which Mantle knows a model: without the day and the version that Haiku 4.5 has on Bedrock's runtime.
std::string_view id_on_mantle(const ModelInfo& model);

/// The id by which a platform knows the model that `id` means; what is not in the catalogue is returned as it
/// is.
std::string model_id_for(PlatformKind platform, std::string_view id, std::string_view region);

/// What an id that the catalogue does not know seems to mean.
struct GuessedModel {
  const ModelInfo* model = nullptr;  ///< Of any state; null if no model has that family and version.
  std::string_view family = {};      ///< Empty if none is named.
  bool has_version = false;          ///< Else `model` is the newest active one of the family.
};
GuessedModel guess_model(std::string_view id);

/// What not every model has on Bedrock's runtime; see ModelFeatures.
enum class ModelFeature : std::uint8_t { batch, count_tokens, structured_output };

/// Why a model of the catalogue cannot do something on Bedrock's runtime: bad_request without a status, whose
/// hint names what to do, among it the newest model that can, by the id that `region` calls it by. The same
/// family comes first. Empty if it can, or is not in the catalogue.
std::optional<Error> refuse_model_feature(ModelFeature feature, std::string_view model_id,
                                          std::string_view region);

/// The same for a service tier of Bedrock's; an empty one is always there.
std::optional<Error> refuse_service_tier(std::string_view tier, std::string_view model_id,
                                         std::string_view region);

/// A sentence on what can be called in a region where a model cannot: the newest of its family, then of
/// others.
std::string served_instead(const ModelInfo& model, std::string_view region);

}  // namespace anthropic::internal
