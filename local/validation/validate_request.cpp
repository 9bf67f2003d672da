#include "local/validation/validate_request.hpp"

#include <array>
#include <string>

#include "base/contains.hpp"
#include "base/text/header_lookup.hpp"
#include "base/text/text.hpp"
#include "local/checks/beta_features.hpp"
#include "local/checks/betas.hpp"
#include "local/validation/validate_messages.hpp"
#include "local/validation/validate_tools.hpp"
#include "platform/requests/model_support.hpp"

namespace anthropic::internal::local {
namespace {

// Models whose ids have a version at the end, and 4.6, know only the version of 2023.
bool knows_version_of_2026(const ModelInfo& model) {
  return !model.accepts.sampling;
}

// Bedrock's clients say that some models do not; which, nobody has said.
bool knows_user_profiles(const ModelInfo& model) {
  return knows_version_of_2026(model);
}

Checked check_version(const Json& body, const ModelInfo& model) {
  if (auto refusal = requires_string(body, "", "anthropic_version")) return refusal;
  const std::string_view version = *body["anthropic_version"].as_string();
  if (version == "bedrock-2023-05-31") return std::nullopt;
  if (version == "2026-10-21" && knows_version_of_2026(model)) return std::nullopt;
  // boto/boto3 issue 4218 (2024).
  return refuse_input("Invalid API version: " + std::string(version));
}

Checked check_numbers(const Json& body) {
  const Json* max_tokens = body.find("max_tokens");
  if (!max_tokens) return complaint("max_tokens", "Field required");
  if (auto refusal = is_integer_from(*max_tokens, "max_tokens", 1)) return refusal;
  for (const std::string_view name : {"temperature", "top_p", "top_k"}) {
    const Json* value = body.find(name);
    if (!value) continue;
    auto refusal = name == "top_k" ? is_integer_from(*value, name, 0) : is_fraction(*value, name);
    if (refusal) return refusal;
  }
  return std::nullopt;
}

Checked check_strings(const Json& body, std::string_view name) {
  const Json* list = body.find(name);
  if (!list) return std::nullopt;
  if (auto refusal = is_valid_list(*list, name)) return refusal;
  for (std::size_t i = 0; i < list->size(); ++i) {
    if (auto refusal = is_valid_string((*list)[i], place(name, i))) return refusal;
  }
  return std::nullopt;
}

Checked check_stop_sequences(const Json& body) {
  if (auto refusal = check_strings(body, "stop_sequences")) return refusal;
  for (const Json& stop : body["stop_sequences"].items()) {
    if (is_blank(*stop.as_string()))
      return refuse_input("stop_sequences: each stop sequence must contain non-whitespace");
  }
  return std::nullopt;
}

Checked check_system(const Json& body) {
  const Json* system = body.find("system");
  if (!system || system->is_string()) return std::nullopt;
  if (auto refusal = is_valid_list(*system, "system")) return refusal;
  for (std::size_t i = 0; i < system->size(); ++i) {
    const Json& block = (*system)[i];
    const std::string where = place("system", i);
    if (auto refusal = is_valid_object(block, where)) return refusal;
    if (auto refusal = only_members(block, where, {"type", "text", "cache_control", "citations"}))
      return refusal;
    if (block["type"].as_string() != "text") return complaint(place(where, "type"), "Input should be 'text'");
    if (auto refusal = requires_string(block, where, "text")) return refusal;
    if (is_blank(*block["text"].as_string()))
      return refuse_input("system: text content blocks must be non-empty");
  }
  return std::nullopt;
}

Checked check_thinking(const Json& body) {
  const Json* thinking = body.find("thinking");
  if (!thinking) return std::nullopt;
  if (auto refusal = is_valid_object(*thinking, "thinking")) return refusal;
  return requires_string(*thinking, "thinking", "type");
}

Checked check_output_config(const Json& config) {
  constexpr std::array<std::string_view, 5> efforts = {"low", "medium", "high", "xhigh", "max"};
  if (auto refusal = only_members(config, "output_config", {"effort", "format", "task_budget"}))
    return refusal;
  const Json* effort = config.find("effort");
  if (!effort || effort->is_null()) return std::nullopt;
  if (auto refusal = is_valid_string(*effort, "output_config.effort")) return refusal;
  if (contains(efforts, *effort->as_string())) return std::nullopt;
  return complaint("output_config.effort", "Input should be 'low', 'medium', 'high', 'xhigh' or 'max'");
}

Checked check_optional_objects(const Json& body) {
  for (const std::string_view name : {"metadata", "output_config", "context_management"}) {
    const Json* value = body.find(name);
    if (!value) continue;
    if (auto refusal = is_valid_object(*value, name)) return refusal;
  }
  if (auto refusal = only_members(body["metadata"], "metadata", {"user_id"})) return refusal;
  if (const Json* user = body["metadata"].find("user_id"); user && !user->is_null()) {
    if (auto refusal = is_valid_string(*user, "metadata.user_id")) return refusal;
  }
  return check_output_config(body["output_config"]);
}

}  // namespace

Checked check_invoke_headers(const Headers& headers, bool streamed) {
  const auto without_parameters = [](const std::string& value) {
    return ascii_lower(trim(std::string_view(value).substr(0, value.find(';'))));
  };
  // aws/aws-sdk-ruby issue 3033.
  if (const std::string* type = find_header(headers, "content-type")) {
    if (without_parameters(*type) != "application/json")
      return refuse_input("The provided Content Type is invalid or not supported for this model");
  }
  const std::string* accept = find_header(headers, streamed ? "x-amzn-bedrock-accept" : "accept");
  if (!accept || accept->find("*/*") != std::string::npos) return std::nullopt;
  if (ascii_lower(*accept).find("application/json") != std::string::npos) return std::nullopt;
  return refuse_input("The accept type '" + *accept + "' is not supported. Use 'application/json'.");
}

Checked check_structure(const Json& body, const ModelInfo& model) {
  if (!body.is_object())
    return refuse_input("Malformed input request, please reformat your input and try again.");
  if (auto refusal = check_version(body, model)) return refusal;
  if (auto refusal = only_members(body, "",
                                  {"anthropic_version", "anthropic_beta", "max_tokens", "messages", "system",
                                   "stop_sequences", "temperature", "top_p", "top_k", "tools", "tool_choice",
                                   "thinking", "output_config", "metadata", "context_management"}))
    return refusal;
  if (auto refusal = check_numbers(body)) return refusal;
  const Json* messages = body.find("messages");
  if (!messages) return complaint("messages", "Field required");
  if (auto refusal = check_messages(*messages)) return refusal;
  if (auto refusal = check_system(body)) return refusal;
  if (auto refusal = check_stop_sequences(body)) return refusal;
  if (auto refusal = check_strings(body, "anthropic_beta")) return refusal;
  if (auto refusal = check_tools(body)) return refusal;
  if (auto refusal = check_thinking(body)) return refusal;
  return check_optional_objects(body);
}

Checked check_rules(const Json& body, const ModelInfo& model, PlatformKind platform, const Headers& headers) {
  const std::string text = body.dump();
  RequestFacts facts = read_request_facts(text);
  facts.add_betas(headers);
  if (auto refusal = check_betas(facts.betas, platform)) return refusal;
  if (auto refusal = check_tool_types(body, platform, facts.has_beta_like("computer-use-"))) return refusal;
  for (const auto& broken : {broken_request_rules(facts, platform), broken_model_rules(facts, model)}) {
    if (broken.empty()) continue;
    Refusal refusal = refuse_input(broken.front().words);
    if (const std::string_view code = broken.front().error_code; !code.empty())
      refusal.details = Json::object({{"error_code", code}});
    return refusal;
  }
  return std::nullopt;
}

Checked check_structured_output(const Json& body, const ModelInfo& model) {
  if (model.features.structured_output || !body["output_config"].contains("format")) return std::nullopt;
  return complaint("output_config.format", "Extra inputs are not permitted");
}

Checked check_invoke_body(const Json& body, const ModelInfo& model) {
  if (const Json* profile = body.find("user_profile_id"); profile && knows_user_profiles(model)) {
    if (auto refusal = is_valid_string(*profile, "user_profile_id")) return refusal;
    Json without = body;
    without.erase("user_profile_id");
    return check_invoke_body(without, model);
  }
  if (body.contains("compaction")) {
    if (auto refusal = check_compaction(body, {})) return refusal;
    Json without = body;
    without.erase("compaction");
    return check_invoke_body(without, model);
  }
  if (auto refusal = check_structure(body, model)) return refusal;
  if (auto refusal = check_beta_blocks(body, PlatformKind::invoke_model, {})) return refusal;
  return check_rules(body, model, PlatformKind::invoke_model, {});
}

}  // namespace anthropic::internal::local
