#include "tutorial/runner/model_choice.hpp"

#include "tutorial/cells/cell.hpp"

namespace anthropic::internal::tutorial {
namespace {

bool is_forced(std::string_view tool_choice) {
  return !tool_choice.empty() && tool_choice != "auto" && tool_choice != "none";
}

void add_needs(const PromptText& prompt, ModelNeeds& needs) {
  needs.sampling |= prompt.temperature.has_value();
  needs.prefill |= prompt.prefill.has_value();
  needs.adaptive_thinking |= prompt.thinking == "adaptive";
  needs.budget_thinking |=
      !prompt.thinking.empty() && prompt.thinking.front() >= '0' && prompt.thinking.front() <= '9';
  needs.structured_output |= prompt.schema.has_value();
  needs.forced_tool_choice |= is_forced(prompt.tool_choice);
}

bool takes_all(const ModelInfo& model, const ModelNeeds& needs) {
  const ModelRules& rules = model.accepts;
  return (!needs.sampling || rules.sampling) && (!needs.prefill || rules.prefill) &&
         (!needs.budget_thinking || rules.budget_thinking) &&
         (!needs.adaptive_thinking || rules.adaptive_thinking) &&
         (!needs.structured_output || (rules.structured_output && model.features.structured_output)) &&
         (!needs.forced_tool_choice || rules.forced_tool_choice);
}

/// Empty if there is none.
std::string cheapest_with(const ModelNeeds& needs, std::string_view region) {
  const ModelInfo* cheapest = nullptr;
  for (const ModelInfo& model : model_catalog()) {
    if (model.state != ModelState::active || model.price.input <= 0 || !takes_all(model, needs)) continue;
    if (!region.empty() && !serves_region(model, region)) continue;
    const bool is_cheaper =
        !cheapest || model.price.input + model.price.output < cheapest->price.input + cheapest->price.output;
    if (is_cheaper) cheapest = &model;
  }
  return cheapest ? std::string(cheapest->first_party_id) : "";
}

}  // namespace

ModelNeeds needs_of(const Lesson& lesson) {
  ModelNeeds needs;
  for (const LessonCell& cell : lesson.cells) {
    if (!cell.is_code) continue;
    const auto code = read_cell(cell.source, lesson.language);
    if (!code) continue;
    for (const Part& part : code->parts) add_needs(part.prompt, needs);
  }
  return needs;
}

std::string cheapest_model(const ModelNeeds& needs, std::string_view region) {
  for (const ModelNeeds& wanted : {needs, ModelNeeds()}) {
    std::string model = cheapest_with(wanted, region);
    if (!model.empty()) return model;
  }
  return "haiku";
}

ModelRules rules_of(std::string_view model) {
  const ModelInfo* info = find_model(model);
  return info ? info->accepts : newest_model_rules();
}

bool takes_schema(std::string_view model) {
  const ModelInfo* info = find_model(model);
  return info && info->accepts.structured_output && info->features.structured_output;
}

std::string name_of_model(std::string_view model) {
  const ModelInfo* info = find_model(model);
  return std::string(info ? info->name : model);
}

}  // namespace anthropic::internal::tutorial
