#pragma once

#include <vector>

#include <anthropic/model_catalog.hpp>

#include "platform/requests/rules.hpp"

namespace anthropic::internal {

/// Everything in a request that a model of the catalogue is known to refuse.
std::vector<BrokenRule> broken_model_rules(const RequestFacts& facts, const ModelInfo& model);

/// What a Claude model that is newer than the catalogue is likely to refuse; empty for all other ids.
std::vector<BrokenRule> warnings_for_new_model(std::string_view model, const RequestFacts& facts);

}  // namespace anthropic::internal
