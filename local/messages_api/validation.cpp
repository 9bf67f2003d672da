#include "local/messages_api/validation.hpp"

#include <initializer_list>

#include "base/text/header_lookup.hpp"
#include "base/text/text.hpp"
#include "local/bedrock/model_access.hpp"
#include "local/checks/beta_features.hpp"
#include "local/messages_api/replayed_blocks.hpp"
#include "local/validation/validate_request.hpp"
#include "platform/models/choice.hpp"

namespace anthropic::internal::local {
namespace {

constexpr std::string_view kNewerVersion = "2026-10-21";
// A white dot, and the least that begins as a PDF does.
constexpr std::string_view kImage =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==";
constexpr std::string_view kDocument = "JVBERi0xLjQK";

Refusal no_model(std::string_view id) {
  return {.status = 404, .code = "", .message = "model: " + std::string(id)};
}

bool is_newer_version(const Headers& headers) {
  const std::string* version = find_header(headers, "anthropic-version");
  return version && *version == kNewerVersion;
}

PlatformKind platform_kind_of(ApiHost host) {
  if (host == ApiHost::runtime) return PlatformKind::runtime_messages;
  return host == ApiHost::mantle ? PlatformKind::mantle : PlatformKind::first_party;
}

/// Replaces sources that InvokeModel does not take by ones that it takes, for the checks that follow.
void replace_sources(Json& content, bool files_too) {
  for (std::size_t i = 0; i < content.size(); ++i) {
    Json block = content[i];
    if (Json* inner = block.find("content"); inner && inner->is_array()) replace_sources(*inner, files_too);
    const bool is_image = block["type"].as_string() == "image";
    const std::string type = block["source"]["type"].string_or("");
    if (type == "url" || (type == "file" && files_too)) {
      block.set("source", Json::object({{"type", "base64"},
                                        {"media_type", is_image ? "image/png" : "application/pdf"},
                                        {"data", is_image ? kImage : kDocument}}));
    }
    Json::Array items = content.items();
    items[i] = std::move(block);
    content = Json(std::move(items));
  }
}

void replace_sources_in_messages(Json& body, bool files_too) {
  Json::Array messages = body["messages"].items();
  for (Json& message : messages) {
    if (Json* content = message.find("content"); content && content->is_array())
      replace_sources(*content, files_too);
  }
  if (body["messages"].is_array()) body.set("messages", Json(std::move(messages)));
}

Refusal extra_input(std::string_view where) {
  return complaint(where, "Extra inputs are not permitted");
}

Checked check_diagnostics(const Json& body) {
  const Json* diagnostics = body.find("diagnostics");
  if (!diagnostics || diagnostics->is_null()) return std::nullopt;
  if (auto refusal = is_valid_object(*diagnostics, "diagnostics")) return refusal;
  if (auto refusal = only_members(*diagnostics, "diagnostics", {"previous_message_id"})) return refusal;
  const Json* previous = diagnostics->find("previous_message_id");
  if (!previous || previous->is_null()) return std::nullopt;
  return is_valid_string(*previous, "diagnostics.previous_message_id");
}

Checked check_runtime_messages(const Json& body) {
  if (body["output_config"].contains("format")) return extra_input("output_config.format");
  for (const std::string_view name : {"container", "mcp_servers", "inference_geo", "fallbacks"}) {
    if (body.contains(name)) return extra_input(name);
  }
  const Json& tools = body["tools"];
  for (std::size_t i = 0; i < tools.size(); ++i) {
    if (tools[i].contains("strict")) return extra_input(place(place("tools", i), "strict"));
  }
  return std::nullopt;
}

Checked check_mantle(const Json& body) {
  if (body["output_config"].contains("format")) return extra_input("output_config.format");
  return std::nullopt;
}

}  // namespace

Checked check_api_version(const Headers& headers) {
  const std::string* version = find_header(headers, "anthropic-version");
  if (!version) return refuse_input("anthropic-version: header is required");
  if (*version == "2023-06-01" || *version == "2023-01-01" || *version == kNewerVersion) return std::nullopt;
  return refuse_input("anthropic-version: \"" + *version + "\" is not a valid version");
}

std::variant<const ModelInfo*, Refusal> api_model(const Json& body, ApiHost host,
                                                  const InferenceProfiles& profiles) {
  if (auto refusal = requires_string(body, "", "model")) return *std::move(refusal);
  const std::string id = body["model"].string_or("");
  if (host == ApiHost::runtime) return profiles.model_for(id, ModelUse::invoke);
  const ModelInfo* model = find_model(id);
  if (!model || model->state == ModelState::retired) return no_model(id);
  // Whether Mantle takes the id of Bedrock's runtime for Haiku 4.5, too, nobody has told.
  const bool is_own_id =
      host == ApiHost::mantle ? id == id_on_mantle(*model) || id == model->id : id.starts_with("claude-");
  return is_own_id ? std::variant<const ModelInfo*, Refusal>(model) : no_model(id);
}

Checked check_api_body(const Json& body, const ModelInfo& model, ApiHost host, const Headers& headers,
                       bool counting) {
  if (is_newer_version(headers)) {
    for (const std::string_view name : {"temperature", "top_p", "top_k"}) {
      if (body.contains(name)) return extra_input(name);
    }
  }
  if (const Json* stream = body.find("stream")) {
    if (counting) return extra_input("stream");
    if (auto refusal = is_valid_boolean(*stream, "stream")) return refusal;
  }
  if (auto refusal = check_compaction(body, headers)) return refusal;
  if (counting && body.contains("thread")) return extra_input("thread");
  if (host == ApiHost::anthropic) {
    if (auto refusal = check_beta_members(body, headers)) return refusal;
    if (auto refusal = check_diagnostics(body)) return refusal;
  }
  if (host == ApiHost::runtime) {
    if (auto refusal = check_runtime_messages(body)) return refusal;
  }
  if (host == ApiHost::mantle) {
    if (auto refusal = check_mantle(body)) return refusal;
  }
  Json checked = body;
  for (const std::string_view name :
       {"model", "stream", "cache_control", "service_tier", "container", "mcp_servers", "inference_geo",
        "fallbacks", "user_profile_id", "speed", "compaction"}) {
    checked.erase(name);
  }
  if (host == ApiHost::anthropic) {
    for (const std::string_view name :
         {"diagnostics", "thread", "billing_policy", "fallback_credit_token", "output_format"})
      checked.erase(name);
    if (auto refusal = take_out_replayed_members(checked)) return refusal;
  }
  replace_sources_in_messages(checked, host == ApiHost::anthropic);
  if (counting) {
    if (body.contains("max_tokens")) return extra_input("max_tokens");
    checked.set("max_tokens", model.max_output_tokens);
  }
  if (body.contains("anthropic_version")) return extra_input("anthropic_version");
  if (body.contains("anthropic_beta")) return extra_input("anthropic_beta");
  checked.set("anthropic_version", "bedrock-2023-05-31");
  if (auto refusal = check_structure(checked, model)) return refusal;
  if (auto refusal = check_beta_blocks(body, platform_kind_of(host), headers)) return refusal;
  return check_rules(body, model, platform_kind_of(host), headers);
}

}  // namespace anthropic::internal::local
