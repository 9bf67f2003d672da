#include "wire/messages/request_codec.hpp"

#include <algorithm>

#include "base/errors.hpp"
#include "base/text/utf8.hpp"
#include "wire/json/fields.hpp"
#include "wire/messages/check/request_check.hpp"
#include "wire/messages/content_codec.hpp"
#include "wire/messages/message_codec.hpp"
#include "wire/messages/tool_codec.hpp"

namespace anthropic::internal {

namespace {

void write(const ThinkingConfig& thinking, JsonSink& sink) {
  ObjectWriter object(sink, thinking.extra, thinking.type);
  if (thinking.budget_tokens) object.value("budget_tokens", *thinking.budget_tokens);
  if (thinking.display) object.string("display", *thinking.display);
  object.end();
}

void write(const JSONOutputFormat& format, JsonSink& sink) {
  ObjectWriter object(sink, format.extra, "json_schema");
  object.value("schema", format.schema);
  object.end();
}

void write(const OutputConfig& config, JsonSink& sink) {
  ObjectWriter object(sink, config.extra);
  if (config.effort) object.string("effort", *config.effort);
  if (config.format && object.begin("format")) write(*config.format, sink);
  object.end();
}

void write(const ContextManagementConfig& config, JsonSink& sink) {
  ObjectWriter object(sink, config.extra);
  if (!config.edits.empty() && object.begin("edits")) {
    sink.begin_array();
    for (const Json& edit : config.edits) sink.value(edit);
    sink.end_array();
  }
  object.end();
}

void write(const Metadata& metadata, JsonSink& sink) {
  ObjectWriter object(sink, metadata.extra);
  if (metadata.user_id) object.string("user_id", *metadata.user_id);
  object.end();
}

template <class T>
void write_list(const std::vector<T>& values, JsonSink& sink) {
  sink.begin_array();
  for (const T& value : values) write(value, sink);
  sink.end_array();
}

void write(const MessageCreateParams& params, const RequestBodyLayout& layout, JsonSink& sink) {
  ObjectWriter body(sink, params.extra);
  if (!layout.anthropic_version.empty()) body.string("anthropic_version", layout.anthropic_version);
  const std::string_view model = layout.model_id.empty() ? std::string_view(params.model) : layout.model_id;
  if (layout.model && (!model.empty() || !params.extra.contains("model"))) body.string("model", model);
  if (params.max_tokens > 0) body.value("max_tokens", params.max_tokens);
  if (params.temperature) body.value("temperature", *params.temperature);
  if (body.begin("messages")) write_list(params.messages, sink);
  if (!params.system.empty() && body.begin("system")) write(params.system, sink);
  if (!params.stop_sequences.empty()) body.strings("stop_sequences", params.stop_sequences);
  if (params.top_p) body.value("top_p", *params.top_p);
  if (params.top_k) body.value("top_k", *params.top_k);
  if (!params.tools.empty() && body.begin("tools")) write_list(params.tools, sink);
  if (params.tool_choice && body.begin("tool_choice")) write(*params.tool_choice, sink);
  if (params.thinking && body.begin("thinking")) write(*params.thinking, sink);
  if (params.output_config && body.begin("output_config")) write(*params.output_config, sink);
  if (params.cache_control && body.begin("cache_control")) write(*params.cache_control, sink);
  if (params.context_management && body.begin("context_management")) write(*params.context_management, sink);
  if (params.metadata && body.begin("metadata")) write(*params.metadata, sink);
  if (params.service_tier) body.string("service_tier", *params.service_tier);
  if (params.inference_geo) body.string("inference_geo", *params.inference_geo);
  if (!params.container.is_null()) body.value("container", params.container);
  if (layout.betas && !params.betas.empty()) body.strings("anthropic_beta", params.betas);
  if (layout.stream) body.value("stream", true);
  body.end();
}

template <class T>
bool holds_utf8(const T& value) {
  Utf8Sink sink;
  write(value, sink);
  return sink.is_utf8();
}

/// Which part of the request holds the bytes that are not UTF-8.
std::string find_bad_text(const MessageCreateParams& params) {
  if (!holds_utf8(params.system)) return "system";
  for (std::size_t i = 0; i < params.messages.size(); ++i) {
    if (!holds_utf8(params.messages[i])) return "messages[" + std::to_string(i) + "]";
  }
  for (std::size_t i = 0; i < params.tools.size(); ++i) {
    if (!holds_utf8(params.tools[i])) return "tools[" + std::to_string(i) + "]";
  }
  for (const std::string& sequence : params.stop_sequences) {
    if (!is_utf8(sequence)) return "stop_sequences";
  }
  return "the request";
}

ThinkingConfig thinking_config(Json json) {
  ThinkingConfig thinking;
  thinking.type = take_text(json, "type");
  thinking.budget_tokens = take_int64(json, "budget_tokens");
  thinking.display = take_string(json, "display");
  thinking.extra = rest(std::move(json));
  return thinking;
}

OutputConfig output_config(Json json) {
  OutputConfig config;
  config.effort = take_string(json, "effort");
  if (json["format"]["type"].as_string() == "json_schema" && json["format"].contains("schema")) {
    Json format = take(json, "format");
    format.erase("type");
    config.format.emplace().schema = take(format, "schema");
    config.format->extra = rest(std::move(format));
  }
  config.extra = rest(std::move(json));
  return config;
}

ContextManagementConfig context_management(Json json) {
  ContextManagementConfig config;
  const Json::Array& edits = json["edits"].items();
  config.edits.assign(edits.begin(), edits.end());
  if (!config.edits.empty()) json.erase("edits");
  config.extra = rest(std::move(json));
  return config;
}

Metadata metadata(Json json) {
  Metadata metadata;
  metadata.user_id = take_string(json, "user_id");
  metadata.extra = rest(std::move(json));
  return metadata;
}

std::optional<double> take_number(Json& object, std::string_view name) {
  const auto number = object[name].as_double();
  if (!number || !(Json(*number) == object[name])) return std::nullopt;
  object.erase(name);
  return number;
}

std::optional<Json> take_object(Json& object, std::string_view name) {
  if (!object[name].is_object()) return std::nullopt;
  return take(object, name);
}

void take_settings(Json& json, MessageCreateParams& params) {
  if (auto choice = take_object(json, "tool_choice"))
    params.tool_choice = ToolChoice::from_json(*std::move(choice));
  if (auto thinking = take_object(json, "thinking")) params.thinking = thinking_config(*std::move(thinking));
  if (auto config = take_object(json, "output_config"))
    params.output_config = output_config(*std::move(config));
  params.cache_control = take_cache_control(json);
  if (auto config = take_object(json, "context_management"))
    params.context_management = context_management(*std::move(config));
  if (auto object = take_object(json, "metadata")) params.metadata = metadata(*std::move(object));
  params.service_tier = take_string(json, "service_tier");
  params.inference_geo = take_string(json, "inference_geo");
  if (!json["container"].is_null()) params.container = take(json, "container");
  params.betas = take_strings(json, "anthropic_beta");
  // As the SDKs call it.
  for (std::string& beta : take_strings(json, "betas")) {
    if (std::find(params.betas.begin(), params.betas.end(), beta) == params.betas.end())
      params.betas.push_back(std::move(beta));
  }
  // Sent as they are, servers would refuse them.
  for (const char* name : {"anthropic_beta", "betas"}) {
    const Json& none = json[name];
    if (none.is_null() || (none.is_array() && none.empty())) json.erase(name);
  }
}

}  // namespace

Result<std::string> write_request(const MessageCreateParams& params, const RequestBodyLayout& layout) {
  if (auto checked = check_request(params); !checked) return checked.error();
  const Audience audience = layout.strip_response_only ? Audience::strict_server : Audience::server;
  SizeSink size(audience);
  write(params, layout, size);
  std::string out;
  // Escapes add to it: some room for them, so that a large body is allocated once.
  out.reserve(size.size() + size.size() / 16);
  TextSink text(out, audience);
  write(params, layout, text);
  if (!is_utf8(out))
    return bad_request_error(find_bad_text(params) + ": not valid UTF-8", "Convert the text to UTF-8 first.");
  return out;
}

}  // namespace anthropic::internal

namespace anthropic::inline v0 {

using namespace internal;

Result<Json> MessageCreateParams::to_json() const {
  auto body = write_request(*this, {.betas = true});
  if (!body) return body.error();
  return Json::parse(*body);
}

Result<MessageCreateParams> MessageCreateParams::from_json(Json json) {
  if (!json.is_object()) return bad_request_error("a request must be a JSON object");
  if (json.contains("messages") && !json["messages"].is_array())
    return bad_request_error("messages: must be an array",
                             "Write [{\"role\": \"user\", \"content\": \"…\"}].");
  MessageCreateParams params;
  params.model = take_text(json, "model");
  // 0 only fills the cache. It stays in `extra`: in the field it stands for not set.
  if (json["max_tokens"].as_int64() != 0) params.max_tokens = take_int64(json, "max_tokens").value_or(0);
  params.temperature = take_number(json, "temperature");
  const Json messages = take(json, "messages");
  for (const Json& message : messages.items()) {
    if (!message.is_object()) return bad_request_error("messages: each must be a JSON object");
    params.messages.push_back(MessageParam::from_json(message));
  }
  if (!says_nothing(json["system"]) && (json["system"].is_array() || json["system"].is_string()))
    params.system = Content::from_json(take(json, "system"));
  params.stop_sequences = take_strings(json, "stop_sequences");
  params.top_p = take_number(json, "top_p");
  params.top_k = take_int64(json, "top_k");
  const Json tools = take(json, "tools");
  for (const Json& tool : tools.items()) params.tools.push_back(ToolUnion::from_json(tool));
  if (params.tools.empty() && !tools.is_null()) json.set("tools", tools);
  take_settings(json, params);
  params.extra = rest(std::move(json));
  return params;
}

}  // namespace anthropic::inline v0
