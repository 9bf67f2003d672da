#include "local/guardrails/apply_guardrail.hpp"

#include <utility>

#include "local/converse/shapes.hpp"
#include "local/guardrails/assessment.hpp"
#include "local/guardrails/guardrail_use.hpp"
#include "local/guardrails/qualifiers.hpp"

namespace anthropic::internal::local {
namespace {

using Kind = Shape::Kind;

constexpr std::string_view kFormats[] = {"png", "jpeg"};
constexpr Shape kFormat = {.kind = Kind::text, .values = kFormats};
constexpr Shape kBytes = {.kind = Kind::blob, .min = 1};
constexpr ShapeMember kImageSourceMembers[] = {{"bytes", &kBytes}};
constexpr Shape kImageSource = {
    .kind = Kind::choice, .name = "GuardrailImageSource", .members = kImageSourceMembers};
constexpr ShapeMember kImageMembers[] = {{"format", &kFormat, true}, {"source", &kImageSource, true}};
constexpr Shape kImage = {.kind = Kind::structure, .members = kImageMembers};
constexpr ShapeMember kBlockMembers[] = {{"text", &kGuardText}, {"image", &kImage}};
constexpr Shape kBlock = {.kind = Kind::choice, .name = "GuardrailContentBlock", .members = kBlockMembers};
constexpr Shape kContent = {.kind = Kind::list, .item = &kBlock};
constexpr std::string_view kSources[] = {"INPUT", "OUTPUT"};
constexpr Shape kSource = {.kind = Kind::text, .values = kSources};
constexpr std::string_view kScopes[] = {"INTERVENTIONS", "FULL"};
constexpr Shape kScope = {.kind = Kind::text, .values = kScopes};
constexpr ShapeMember kRequestMembers[] = {{"guardrailIdentifier", &kGuardrailIdentifier},
                                           {"guardrailVersion", &kGuardrailVersion},
                                           {"source", &kSource, true},
                                           {"content", &kContent, true},
                                           {"outputScope", &kScope}};
constexpr Shape kRequest = {.kind = Kind::structure, .members = kRequestMembers};

Json output_of(std::string text) {
  return Json::object({{"text", std::move(text)}});
}

/// The texts as they are masked, one for each.
Json read_texts(const Json& content, Assessment& assessment) {
  Json outputs = Json::array();
  for (const Json& block : content.items()) {
    const Json& text = block["text"];
    if (!text.is_object()) {
      assessment.pass_image();
      continue;
    }
    std::string said = text["text"].string_or("");
    if (is_guarded(text))
      said = assessment.read(said);
    else
      assessment.pass(said);
    outputs.push_back(output_of(std::move(said)));
  }
  return outputs;
}

}  // namespace

std::variant<Json, Refusal> apply_guardrail(const Route& route, std::string_view body,
                                            std::string_view region, const Guardrails& guardrails) {
  auto request = Json::parse(body);
  if (!request || !request->is_object())
    return refuse_input("The request is malformed: the body should be an object.");
  request->set("guardrailIdentifier", route.id);
  request->set("guardrailVersion", route.version);
  if (auto refusal = check_shape(*request, kRequest)) return *std::move(refusal);
  const Guardrail* guardrail = guardrails.find(route.id, route.version);
  if (!guardrail) return refuse("ResourceNotFoundException", kNoSuchGuardrail);

  const Source source = (*request)["source"].as_string() == "INPUT" ? Source::input : Source::output;
  const Scope scope = (*request)["outputScope"].as_string() == "FULL" ? Scope::full : Scope::interventions;
  Assessment assessment(*guardrail, source);
  Json outputs = read_texts((*request)["content"], assessment);
  if (!assessment.intervened()) outputs = Json::array();
  if (assessment.is_blocked()) outputs = Json::array({output_of(guardrail->blocked_message(source))});
  return Json::object({{"usage", assessment.usage()},
                       {"action", assessment.intervened() ? "GUARDRAIL_INTERVENED" : "NONE"},
                       {"actionReason", assessment.action_reason()},
                       {"outputs", std::move(outputs)},
                       {"assessments", Json::array({assessment.to_json(scope, region)})},
                       {"guardrailCoverage", assessment.coverage()}});
}

}  // namespace anthropic::internal::local
