#pragma once

#include <anthropic/json.hpp>
#include <anthropic/model_catalog.hpp>

namespace anthropic::internal::local {

/// A model as GET /v1/models lists it: with its life cycle on Anthropic's own API and what it can do.
Json model_json(const ModelInfo& model);

}  // namespace anthropic::internal::local
