#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <anthropic/model_catalog.hpp>

#include "local/server/refusal.hpp"

namespace anthropic::internal::local {

enum class ModelUse { invoke, count_tokens, batch };

/// The model of a base id; null if the catalogue has none.
const ModelInfo* model_with_base_id(std::string_view id);

/// The model that an id from a request path means in a region, or why Bedrock would not run it: unknown,
/// retired, another region's, or in need of an inference profile. Unlike find_model, it knows no short names. It
/// knows no application profile: see InferenceProfiles::model_for().
std::variant<const ModelInfo*, Refusal> model_for_request(std::string_view id, std::string_view region,
                                                          ModelUse use);

}  // namespace anthropic::internal::local
