#include "local/guardrails/guardrail_use.hpp"

#include <utility>

#include "base/text/header_lookup.hpp"
#include "local/converse/shapes.hpp"

namespace anthropic::internal::local {
namespace {

constexpr const char* kConfig = "amazon-bedrock-guardrailConfig";

constexpr std::string_view kTraces[] = {"ENABLED", "DISABLED", "ENABLED_FULL"};
constexpr Shape kTrace = {.kind = Shape::Kind::text, .values = kTraces};
constexpr ShapeMember kHeaderMembers[] = {{"guardrailIdentifier", &kGuardrailIdentifier},
                                          {"guardrailVersion", &kGuardrailVersion},
                                          {"trace", &kTrace}};
constexpr Shape kHeaders = {.kind = Shape::Kind::structure, .members = kHeaderMembers};

constexpr std::string_view kModes[] = {"SYNCHRONOUS", "ASYNCHRONOUS"};
constexpr Shape kMode = {.kind = Shape::Kind::text, .values = kModes};
constexpr Shape kTagSuffix = {.kind = Shape::Kind::text, .min = 1, .max = 20};
constexpr ShapeMember kConfigMembers[] = {{"tagSuffix", &kTagSuffix}, {"streamProcessingMode", &kMode}};
constexpr Shape kConfigShape = {.kind = Shape::Kind::structure, .members = kConfigMembers};

std::optional<Scope> scope_of(std::string_view trace) {
  if (trace == "ENABLED" || trace == "enabled") return Scope::interventions;
  if (trace == "ENABLED_FULL" || trace == "enabled_full") return Scope::full;
  return std::nullopt;
}

/// Both names or none. Nothing in it is empty by mistake: AWS reads an empty name as none.
std::variant<GuardrailUse, Refusal> find_guardrail(const Json& names, const char* where,
                                                   const Guardrails& guardrails) {
  const std::string identifier = names["guardrailIdentifier"].string_or("");
  const std::string version = names["guardrailVersion"].string_or("");
  if (identifier.empty() != version.empty())
    return complaint(where, "guardrailIdentifier and guardrailVersion belong together");
  if (identifier.empty()) return GuardrailUse{};
  const Guardrail* guardrail = guardrails.find(identifier, version);
  if (!guardrail) return refuse_input(kNoSuchGuardrail);
  return GuardrailUse{.guardrail = guardrail, .trace = scope_of(names["trace"].string_or(""))};
}

Json names_in(const Headers& headers) {
  constexpr std::pair<const char*, const char*> kNames[] = {
      {"guardrailIdentifier", "x-amzn-bedrock-guardrailidentifier"},
      {"guardrailVersion", "x-amzn-bedrock-guardrailversion"},
      {"trace", "x-amzn-bedrock-trace"}};
  Json names = Json::object();
  for (const auto& [name, header] : kNames) {
    if (const std::string* value = find_header(headers, header)) names.set(name, *value);
  }
  return names;
}

}  // namespace

std::variant<GuardrailUse, Refusal> read_invoke_guardrail(const Headers& headers, Json& body,
                                                          bool is_streamed, const Guardrails& guardrails) {
  const Json names = names_in(headers);
  if (auto refusal = check_shape(names, kHeaders)) return *std::move(refusal);
  auto use = find_guardrail(names, "headers", guardrails);
  const Json* config = body.find(kConfig);
  auto* found = std::get_if<GuardrailUse>(&use);
  if (!found || !config) return use;
  if (!found->guardrail)
    return complaint(kConfig, "needs a guardrail: name it in X-Amzn-Bedrock-GuardrailIdentifier");
  if (auto refusal = check_shape(*config, kConfigShape)) return *std::move(refusal);
  found->tag_suffix = (*config)["tagSuffix"].string_or("");
  found->is_async = is_streamed && (*config)["streamProcessingMode"].as_string() == "ASYNCHRONOUS";
  body.erase(kConfig);
  return use;
}

std::variant<GuardrailUse, Refusal> read_converse_guardrail(const Json& config, bool is_streamed,
                                                            const Guardrails& guardrails) {
  auto use = find_guardrail(config, "guardrailConfig", guardrails);
  if (auto* found = std::get_if<GuardrailUse>(&use))
    found->is_async = is_streamed && config["streamProcessingMode"].as_string() == "async";
  return use;
}

}  // namespace anthropic::internal::local
