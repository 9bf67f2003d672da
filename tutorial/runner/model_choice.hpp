#pragma once

#include <string>
#include <string_view>

#include <anthropic/model_catalog.hpp>

#include "tutorial/notebook/lesson.hpp"

namespace anthropic::internal::tutorial {

/// What the cells of a lesson ask of a model.
struct ModelNeeds {
  bool sampling = false;
  bool prefill = false;
  bool budget_thinking = false;
  bool adaptive_thinking = false;
  bool structured_output = false;
  bool forced_tool_choice = false;
};

ModelNeeds needs_of(const Lesson& lesson);

/// The first-party id, which the library resolves for the region, of the cheapest active model that takes all that the lesson's cells use, in the region if one is given;
/// of the cheapest of all if there is none.
std::string cheapest_model(const ModelNeeds& needs, std::string_view region = {});

/// What a model accepts; of one that is not in the catalogue, what the newest do.
ModelRules rules_of(std::string_view model);
/// Whether it takes `output_config.format` on Bedrock's runtime.
bool takes_schema(std::string_view model);
/// "Claude Haiku 5.5"; the id of one that is not in the catalogue.
std::string name_of_model(std::string_view model);

}  // namespace anthropic::internal::tutorial
