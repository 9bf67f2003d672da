#include "local/messages_api/model_json.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "base/text/text.hpp"

namespace anthropic::internal::local {
namespace {

struct Retirement {
  std::string_view id;
  std::string_view day;
};

// Of those that Bedrock may keep for longer: Anthropic's page "Model deprecations", read 2026-11-29.
constexpr std::array<Retirement, 2> kRetirements = {{
    {"claude-opus-4-5-20251101", "2027-01-22"},
    {"claude-sonnet-4-5-20250929", "2026-11-30"},
}};

std::string_view retirement_of(const ModelInfo& model) {
  for (const Retirement& known : kRetirements) {
    if (known.id == model.first_party_id) return known.day;
  }
  return {};
}

/// The day in the id, where there is one.
std::string created_at(std::string_view id) {
  const std::string_view date = id.substr(std::min(id.rfind('-') + 1, id.size()));
  if (date.size() != 8 || !parse_integer(date)) return "2026-01-01T00:00:00Z";
  return std::string(date.substr(0, 4)) + "-" + std::string(date.substr(4, 2)) + "-" +
         std::string(date.substr(6)) + "T00:00:00Z";
}

/// The first models were of no line.
Json line_of(const ModelInfo& model) {
  const bool has_line = model.family != "claude" && model.family != "instant";
  return has_line ? Json(model.family) : Json();
}

Json supported(bool is_supported) {
  return Json::object({{"supported", is_supported}});
}

Json effort_json(const ModelRules& rules) {
  // Effort came with adaptive thinking; "xhigh" with the models that take no sampling.
  const bool is_supported = rules.adaptive_thinking;
  return Json::object({{"supported", is_supported},
                       {"low", supported(is_supported)},
                       {"medium", supported(is_supported)},
                       {"high", supported(is_supported)},
                       {"xhigh", supported(is_supported && !rules.sampling)},
                       {"max", supported(is_supported)}});
}

Json thinking_json(const ModelRules& rules) {
  return Json::object(
      {{"supported", rules.thinking},
       {"types", Json::object({{"adaptive", supported(rules.adaptive_thinking)},
                               {"between_tools", supported(rules.between_tools_thinking)},
                               {"disabled", supported(rules.disabled_thinking)},
                               {"enabled", supported(rules.thinking && rules.budget_thinking)}})}});
}

Json capabilities(const ModelRules& rules) {
  return Json::object(
      {{"batch", supported(true)},
       {"citations", supported(true)},
       {"code_execution", supported(true)},
       {"context_management", Json::object({{"supported", true},
                                            {"clear_thinking_20251015", supported(rules.thinking)},
                                            {"clear_tool_uses_20250919", supported(true)},
                                            {"compact_20260112", supported(rules.adaptive_thinking)}})},
       {"effort", effort_json(rules)},
       {"image_input", supported(rules.images)},
       {"pdf_input", supported(rules.images)},
       {"server_tools",
        Json::object(
            {{"supported", true}, {"code_execution", supported(true)}, {"web_search", supported(true)}})},
       {"structured_outputs", supported(rules.structured_output)},
       {"thinking", thinking_json(rules)}});
}

std::string_view stage_of(const ModelInfo& model, std::string_view retirement) {
  if (model.state == ModelState::retired) return "retired";
  return model.state == ModelState::active && retirement.empty() ? "active" : "deprecated";
}

}  // namespace

Json model_json(const ModelInfo& model) {
  const std::string_view retirement = retirement_of(model);
  const Json retires_at = retirement.empty() ? Json() : Json(std::string(retirement) + "T00:00:00Z");
  return Json::object({{"id", model.first_party_id},
                       {"type", "model"},
                       {"display_name", model.name},
                       {"created_at", created_at(model.first_party_id)},
                       {"lifecycle", stage_of(model, retirement)},
                       {"deprecated_at", nullptr},
                       {"retires_at", retires_at},
                       {"line", line_of(model)},
                       {"max_input_tokens", model.context_window},
                       {"max_tokens", model.max_output_tokens},
                       {"capabilities", capabilities(model.accepts)}});
}

}  // namespace anthropic::internal::local
