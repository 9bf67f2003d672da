#include "wire/messages/tool_codec.hpp"

#include "wire/json/fields.hpp"
#include "wire/messages/content_codec.hpp"

namespace anthropic::internal {

namespace {

void write(const Tool& tool, JsonSink& sink) {
  ObjectWriter object(sink, tool.extra);
  object.string("name", tool.name);
  if (tool.description) object.string("description", *tool.description);
  object.value("input_schema", tool.input_schema);
  if (tool.strict) object.value("strict", *tool.strict);
  if (tool.eager_input_streaming) object.value("eager_input_streaming", *tool.eager_input_streaming);
  if (tool.defer_loading) object.value("defer_loading", *tool.defer_loading);
  if (!tool.allowed_callers.empty()) object.strings("allowed_callers", tool.allowed_callers);
  if (!tool.input_examples.empty() && object.begin("input_examples")) {
    sink.begin_array();
    for (const Json& example : tool.input_examples) sink.value(example);
    sink.end_array();
  }
  if (tool.cache_control && object.begin("cache_control")) write(*tool.cache_control, sink);
  object.end();
}

/// Whether it is a tool of the user's own; "type" may be missing, null or "custom".
bool is_custom(const Json& json) {
  return (json["type"].is_null() || json["type"].as_string() == "custom") && json["name"].is_string() &&
         json["input_schema"].is_object();
}

}  // namespace

void write(const ToolUnion& tool, JsonSink& sink) {
  if (const auto* custom = std::get_if<Tool>(&tool)) return write(*custom, sink);
  sink.value(std::get<UnknownTool>(tool).json);
}

void write(const ToolChoice& choice, JsonSink& sink) {
  ObjectWriter object(sink, choice.extra, choice.type);
  if (!choice.name.empty()) object.string("name", choice.name);
  if (choice.disable_parallel_tool_use)
    object.value("disable_parallel_tool_use", *choice.disable_parallel_tool_use);
  object.end();
}

}  // namespace anthropic::internal

namespace anthropic::inline v0 {

using namespace internal;

ToolUnion::ToolUnion() noexcept = default;
ToolUnion::ToolUnion(const ToolUnion&) = default;
ToolUnion::ToolUnion(ToolUnion&&) noexcept = default;
ToolUnion& ToolUnion::operator=(const ToolUnion&) = default;
ToolUnion& ToolUnion::operator=(ToolUnion&&) noexcept = default;
ToolUnion::~ToolUnion() = default;

std::string_view ToolUnion::type() const {
  const auto* unknown = std::get_if<UnknownTool>(this);
  return unknown ? unknown->json["type"].as_string().value_or("") : "custom";
}

std::string_view ToolUnion::name() const {
  if (const auto* custom = std::get_if<Tool>(this)) return custom->name;
  return std::get<UnknownTool>(*this).json["name"].as_string().value_or("");
}

Json ToolUnion::to_json() const {
  TreeSink tree;
  write(*this, tree);
  return tree.take();
}

ToolUnion ToolUnion::from_json(Json json) {
  if (!is_custom(json)) return UnknownTool{std::move(json)};
  Tool tool;
  tool.name = *take_string(json, "name");
  tool.description = take_string(json, "description");
  tool.input_schema = take(json, "input_schema");
  tool.strict = take_bool(json, "strict");
  tool.eager_input_streaming = take_bool(json, "eager_input_streaming");
  tool.defer_loading = take_bool(json, "defer_loading");
  tool.allowed_callers = take_strings(json, "allowed_callers");
  const Json::Array& examples = json["input_examples"].items();
  tool.input_examples.assign(examples.begin(), examples.end());
  if (!tool.input_examples.empty()) json.erase("input_examples");
  tool.cache_control = take_cache_control(json);
  tool.extra = rest(std::move(json));
  return tool;
}

ToolChoice ToolChoice::automatic() {
  return {};
}

ToolChoice ToolChoice::any() {
  return {.type = "any"};
}

ToolChoice ToolChoice::tool(std::string name) {
  return {.type = "tool", .name = std::move(name)};
}

ToolChoice ToolChoice::none() {
  return {.type = "none"};
}

Json ToolChoice::to_json() const {
  TreeSink tree;
  write(*this, tree);
  return tree.take();
}

ToolChoice ToolChoice::from_json(Json json) {
  ToolChoice choice;
  choice.type = take_text(json, "type");
  choice.name = take_text(json, "name");
  choice.disable_parallel_tool_use = take_bool(json, "disable_parallel_tool_use");
  choice.extra = rest(std::move(json));
  return choice;
}

}  // namespace anthropic::inline v0
