#include "local/control_plane/guardrail_descriptions.hpp"

#include <string>
#include <utility>
#include <vector>

#include "base/text/utf8.hpp"
#include "base/time/time_format.hpp"
#include "local/bedrock/arn.hpp"
#include "local/bedrock/pages.hpp"
#include "local/control_plane/request_shapes.hpp"

namespace anthropic::internal::local {
namespace {

constexpr std::size_t kLongestGuardrailName = 50;
constexpr std::size_t kLongestDefinition = 200;

Json with_sources(Json policy, const Sources& sources, const char* action) {
  for (const auto& [is_on, action_name, enabled_name] :
       {std::tuple{sources.input, "inputAction", "inputEnabled"},
        std::tuple{sources.output, "outputAction", "outputEnabled"}}) {
    policy.set(action_name, is_on ? action : "NONE");
    policy.set(enabled_name, is_on);
  }
  return policy;
}

Json topic_policy(const Guardrail& guardrail) {
  Json topics = Json::array();
  for (const DeniedTopic& topic : guardrail.topics) {
    std::string definition = "Whatever says one of these:";
    for (const std::string& word : topic.words) definition += " " + word + ";";
    definition.pop_back();
    Json described = Json::object({{"name", topic.name},
                                   {"definition", utf8_prefix(definition, kLongestDefinition)},
                                   {"examples", Json::array()},
                                   {"type", "DENY"}});
    topics.push_back(with_sources(std::move(described), topic.sources, "BLOCK"));
  }
  return Json::object({{"topics", std::move(topics)}});
}

Json word_policy(const Guardrail& guardrail) {
  Json words = Json::array();
  for (const BlockedWord& word : guardrail.words)
    words.push_back(with_sources(Json::object({{"text", word.text}}), word.sources, "BLOCK"));
  return Json::object({{"words", std::move(words)}, {"managedWordLists", Json::array()}});
}

Json sensitive_policy(const Guardrail& guardrail) {
  Json entities = Json::array();
  Json regexes = Json::array();
  for (const SensitiveInformation& sensitive : guardrail.sensitive) {
    const char* action = sensitive.is_blocked ? "BLOCK" : "ANONYMIZE";
    Json described = sensitive.is_personal_data
                         ? Json::object({{"type", sensitive.name}})
                         : Json::object({{"name", sensitive.name}, {"pattern", sensitive.regex}});
    described.set("action", action);
    (sensitive.is_personal_data ? entities : regexes)
        .push_back(with_sources(std::move(described), sensitive.sources, action));
  }
  Json policy = Json::object();
  if (!entities.empty()) policy.set("piiEntities", std::move(entities));
  policy.set("regexes", std::move(regexes));
  return policy;
}

Json describe(const Guardrail& guardrail, std::string_view region, const std::string& made) {
  Json described = Json::object({{"name", utf8_prefix(guardrail.id, kLongestGuardrailName)},
                                 {"guardrailId", guardrail.id},
                                 {"guardrailArn", bedrock_arn(region, "guardrail", guardrail.id)},
                                 {"version", guardrail.version},
                                 {"status", "READY"}});
  if (!guardrail.topics.empty()) described.set("topicPolicy", topic_policy(guardrail));
  if (!guardrail.words.empty()) described.set("wordPolicy", word_policy(guardrail));
  if (!guardrail.sensitive.empty()) described.set("sensitiveInformationPolicy", sensitive_policy(guardrail));
  described.set("createdAt", made);
  described.set("updatedAt", made);
  described.set("blockedInputMessaging", guardrail.blocked_input);
  described.set("blockedOutputsMessaging", guardrail.blocked_output);
  return described;
}

Json summarise(const Guardrail& guardrail, std::string_view region, const std::string& made) {
  return Json::object({{"id", guardrail.id},
                       {"arn", bedrock_arn(region, "guardrail", guardrail.id)},
                       {"status", "READY"},
                       {"name", utf8_prefix(guardrail.id, kLongestGuardrailName)},
                       {"version", guardrail.version},
                       {"createdAt", made},
                       {"updatedAt", made}});
}

Refusal no_such_guardrail() {
  return refuse("ResourceNotFoundException",
                "The guardrail identifier or version provided in the request does not exist.");
}

std::variant<Json, Refusal> get_guardrail(const Route& route, const Guardrails& guardrails,
                                          std::string_view region, const std::string& made) {
  const std::string version = query_value(route.query, "guardrailVersion");
  Json asked = Json::object({{"guardrailIdentifier", route.id}});
  if (!version.empty()) asked.set("guardrailVersion", version);
  if (auto refusal = check_shape(asked, kGetGuardrail)) return *std::move(refusal);
  const Guardrail* guardrail =
      version.empty() ? guardrails.find_draft(route.id) : guardrails.find(route.id, version);
  if (!guardrail) return no_such_guardrail();
  return describe(*guardrail, region, made);
}

// Of each its draft; of the one that is named all its versions.
std::variant<Json, Refusal> list_guardrails(const Route& route, const Guardrails& guardrails,
                                            std::string_view region, const std::string& made) {
  const std::string id = query_value(route.query, "guardrailIdentifier");
  if (!id.empty()) {
    if (auto refusal = check_shape(Json::object({{"guardrailIdentifier", id}}), kListGuardrails))
      return *std::move(refusal);
    if (!guardrails.find_draft(id)) return no_such_guardrail();
  }
  std::vector<Json> summaries;
  for (const Guardrail& guardrail : guardrails.all()) {
    const bool is_shown =
        id.empty() ? guardrails.find_draft(guardrail.id) == &guardrail : Guardrails::is_named(guardrail, id);
    if (is_shown) summaries.push_back(summarise(guardrail, region, made));
  }
  return paged_answer("guardrails", std::move(summaries), route.query);
}

}  // namespace

std::variant<Json, Refusal> describe_guardrails(const Route& route, const Guardrails& guardrails,
                                                std::string_view region, SystemTime made) {
  const std::string time = format_iso8601(made);
  if (route.operation == Operation::list_guardrails) return list_guardrails(route, guardrails, region, time);
  return get_guardrail(route, guardrails, region, time);
}

}  // namespace anthropic::internal::local
