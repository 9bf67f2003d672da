#pragma once

#include <string>
#include <vector>

#include <anthropic/model_catalog.hpp>
#include <anthropic/operations/regions.hpp>

#include "base/public_names.hpp"

namespace anthropic::internal {

/// A model whose regions are wanted.
struct WantedModel {
  std::string id = {};              ///< Its own, without a profile.
  const ModelInfo* info = nullptr;  ///< Null if the model table does not know it.
  std::string geography = {};       ///< The only one that counts; empty: all.
};

/// The model that an id means, as a model of that geography. A model that is newer than the table is known by an
/// id of Bedrock's form. Fails with bad_request.
Result<WantedModel> find_wanted_model(const std::string& id, const std::string& geography);

/// The refusal of a model that is none: bad_request, with the one that was probably meant.
Error unknown_model(const std::string& id);

/// The ways to call it from a region, as of the model table.
std::vector<operations::RegionalModel> known_ways(const WantedModel& model, std::string_view region);

/// Whether the model is wanted through profiles of that geography.
bool wants_geography(const WantedModel& model, std::string_view geography);

}  // namespace anthropic::internal
