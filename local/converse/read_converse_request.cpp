#include "local/converse/read_converse_request.hpp"

#include <string_view>
#include <utility>

#include "local/checks/service_tier.hpp"
#include "local/converse/check_blocks.hpp"
#include "local/converse/check_conversation.hpp"
#include "local/converse/read_content.hpp"
#include "local/converse/shapes.hpp"
#include "local/validation/validate_request.hpp"

namespace anthropic::internal::local {
namespace {

// RFC 6901
bool is_json_pointer(std::string_view path) {
  if (!path.starts_with('/')) return false;
  for (std::size_t i = path.find('~'); i != std::string_view::npos; i = path.find('~', i + 1)) {
    const char escaped = i + 1 < path.size() ? path[i + 1] : ' ';
    if (escaped != '0' && escaped != '1') return false;
  }
  return true;
}

Checked check_field_paths(const Json& paths) {
  for (std::size_t i = 0; i < paths.size(); ++i) {
    if (!is_json_pointer(*paths[i].as_string()))
      return complaint(
          place("additionalModelResponseFieldPaths", i),
          "\"" + paths[i].string_or("") + "\" is not a JSON Pointer, such as \"/stop_sequence\"");
  }
  return std::nullopt;
}

Checked check_settings(const Json& request) {
  if (const Json& tier = request["serviceTier"]; tier.is_object()) {
    if (auto refusal = check_service_tier(tier["type"].string_or(""))) return refusal;
  }
  if (auto refusal = check_field_paths(request["additionalModelResponseFieldPaths"])) return refusal;
  const Json& additional = request["additionalModelRequestFields"];
  if (!additional.is_null() && !additional.is_object())
    return complaint("additionalModelRequestFields", "Provide a json object for the field and try again");
  return std::nullopt;
}

// What the model reads, in the order in which it is cached.
void set_input(const Json& request, Json& body) {
  Json::Array tools = messages_tools(request["toolConfig"]["tools"]);
  Json* before = tools.empty() ? nullptr : &tools.back();
  Json::Array system = messages_blocks(request["system"], before);
  if (!system.empty()) before = &system.back();
  std::vector<Json::Array> contents;
  for (const Json& message : request["messages"].items()) {
    contents.push_back(messages_blocks(message["content"], before));
    if (!contents.back().empty()) before = &contents.back().back();
  }
  Json messages = Json::array();
  for (std::size_t i = 0; i < contents.size(); ++i)
    messages.push_back(
        Json::object({{"role", request["messages"][i]["role"]}, {"content", std::move(contents[i])}}));
  if (!system.empty()) body.set("system", std::move(system));
  body.set("messages", std::move(messages));
  if (!tools.empty()) body.set("tools", std::move(tools));
  const Json& choice = request["toolConfig"]["toolChoice"];
  if (choice.is_object()) body.set("tool_choice", messages_tool_choice(choice));
}

void set_inference(const Json& config, Json& body) {
  constexpr std::pair<std::string_view, std::string_view> members[] = {{"maxTokens", "max_tokens"},
                                                                       {"temperature", "temperature"},
                                                                       {"topP", "top_p"},
                                                                       {"stopSequences", "stop_sequences"}};
  for (const auto& [name, messages_name] : members) {
    if (!config[name].is_null()) body.set(messages_name, config[name]);
  }
}

Checked set_output(const Json& config, Json& body) {
  Json output = Json::object();
  if (config["effort"].is_string()) output.set("effort", config["effort"]);
  if (const Json& format = config["textFormat"]; format.is_object()) {
    auto schema = Json::parse(*format["structure"]["jsonSchema"]["schema"].as_string());
    if (!schema || !schema->is_object())
      return complaint("outputConfig.textFormat.structure.jsonSchema.schema", "is not a JSON Schema");
    output.set("format", Json::object({{"type", "json_schema"}, {"schema", *std::move(schema)}}));
  }
  if (!output.empty()) body.set("output_config", std::move(output));
  return std::nullopt;
}

// What a field adds to a member of the body that is there: tools to the tools, settings to settings. False for
// what can only be said once.
bool add_to(Json& here, const Json::Member& field) {
  if (here.is_object() && field.value.is_object()) {
    for (const Json::Member& member : field.value.members()) here.set(member.name, member.value);
    return true;
  }
  if (field.name != "tools" || !field.value.is_array()) return false;
  for (const Json& tool : field.value.items()) here.push_back(tool);
  return true;
}

// What the model takes beside what all models take: "thinking", "top_k", "anthropic_beta" …
Checked add_fields(const Json& fields, Json& body) {
  for (const Json::Member& field : fields.members()) {
    Json* here = body.find(field.name);
    if (!here)
      body.set(field.name, field.value);
    else if (!add_to(*here, field))
      return complaint(place("additionalModelRequestFields", field.name),
                       "conflicts with what Converse has a member of its own for. Leave one of them out");
  }
  return std::nullopt;
}

std::variant<Json, Refusal> messages_body(const Json& request, const ModelInfo& model) {
  Json body = Json::object();
  set_inference(request["inferenceConfig"], body);
  set_input(request, body);
  if (auto refusal = set_output(request["outputConfig"], body)) return *std::move(refusal);
  if (auto refusal = add_fields(request["additionalModelRequestFields"], body)) return *std::move(refusal);
  if (!body.contains("max_tokens")) body.set("max_tokens", model.max_output_tokens);
  if (!body.contains("anthropic_version")) body.set("anthropic_version", "bedrock-2023-05-31");
  if (auto refusal = check_invoke_body(body, model)) return by_the_model(*std::move(refusal));
  if (auto refusal = check_structured_output(body, model)) return by_the_model(*std::move(refusal));
  return body;
}

Checked check_converse(const Json& request) {
  if (auto refusal = check_settings(request)) return refusal;
  if (auto refusal = check_conversation(request)) return refusal;
  return check_blocks(request);
}

}  // namespace

std::variant<ConverseRequest, Refusal> read_converse_request(const Json& request, const ModelInfo& model,
                                                             const GuardrailContext& context) {
  if (auto refusal = check_shape(request, kConverseRequest)) return *std::move(refusal);
  auto use = read_converse_guardrail(request["guardrailConfig"], context.is_streamed, context.guardrails);
  if (auto* refusal = std::get_if<Refusal>(&use)) return std::move(*refusal);
  if (auto refusal = check_converse(request)) return *std::move(refusal);
  GuardedCall guard(*std::get_if<GuardrailUse>(&use), context.region);
  auto body = messages_body(guard.guard_converse(request), model);
  if (auto* refusal = std::get_if<Refusal>(&body)) return std::move(*refusal);
  ConverseRequest read{.body = std::move(*std::get_if<Json>(&body)),
                       .performance = request["performanceConfig"],
                       .service_tier = request["serviceTier"],
                       .guard = std::move(guard)};
  for (const Json& path : request["additionalModelResponseFieldPaths"].items())
    read.field_paths.push_back(path.string_or(""));
  return read;
}

std::variant<ConverseRequest, Refusal> read_converse_input(const Json& request, const ModelInfo& model) {
  Json input = Json::object();
  for (const char* name : {"messages", "system", "toolConfig", "additionalModelRequestFields"}) {
    if (request.contains(name)) input.set(name, request[name]);
  }
  return read_converse_request(input, model);
}

Refusal by_the_model(Refusal refusal) {
  refusal.message = "The model returned the following errors: " + refusal.message;
  return refusal;
}

bool names_guardrail(const Json& request) {
  return !request["guardrailConfig"]["guardrailIdentifier"].string_or("").empty();
}

}  // namespace anthropic::internal::local
