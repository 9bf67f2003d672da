#include "wire/messages/content_codec.hpp"

#include "wire/json/fields.hpp"
#include "wire/json/partial.hpp"
#include "wire/messages/citation_codec.hpp"
#include "wire/messages/source_codec.hpp"

namespace anthropic::internal {

namespace {

std::optional<CitationsConfig> take_citations_config(Json& block) {
  if (!block["citations"].is_object()) return std::nullopt;
  Json json = take(block, "citations");
  CitationsConfig config;
  config.enabled = take_bool(json, "enabled");
  config.extra = rest(std::move(json));
  return config;
}

void write_citations_config(const std::optional<CitationsConfig>& config, ObjectWriter& block) {
  if (!config || !block.begin("citations")) return;
  ObjectWriter object(block.sink(), config->extra);
  if (config->enabled) object.value("enabled", *config->enabled);
  object.end();
}

void write_cache_control(const std::optional<CacheControl>& cache_control, ObjectWriter& block) {
  if (cache_control && block.begin("cache_control")) write(*cache_control, block.sink());
}

void write(const TextBlock& block, JsonSink& sink) {
  ObjectWriter object(sink, block.extra, "text");
  object.string("text", block.text);
  if (!block.citations.empty() && object.begin("citations")) {
    sink.begin_array();
    for (const TextCitation& citation : block.citations) write(citation, sink);
    sink.end_array();
  }
  write_cache_control(block.cache_control, object);
  object.end();
}

void write(const ImageBlock& block, JsonSink& sink) {
  ObjectWriter object(sink, block.extra, "image");
  if (object.begin("source")) write(block.source, sink);
  write_cache_control(block.cache_control, object);
  object.end();
}

void write(const DocumentBlock& block, JsonSink& sink) {
  ObjectWriter object(sink, block.extra, "document");
  if (object.begin("source")) write(block.source, sink);
  if (block.title) object.string("title", *block.title);
  if (block.context) object.string("context", *block.context);
  write_citations_config(block.citations, object);
  write_cache_control(block.cache_control, object);
  object.end();
}

void write(const SearchResultBlock& block, JsonSink& sink) {
  ObjectWriter object(sink, block.extra, "search_result");
  object.string("source", block.source);
  object.string("title", block.title);
  if (object.begin("content")) {
    sink.begin_array();
    for (const TextBlock& text : block.content) write(text, sink);
    sink.end_array();
  }
  write_citations_config(block.citations, object);
  write_cache_control(block.cache_control, object);
  object.end();
}

void write(const ThinkingBlock& block, JsonSink& sink) {
  ObjectWriter object(sink, block.extra, "thinking");
  object.string("thinking", block.thinking);
  if (!block.signature.empty()) object.string("signature", block.signature);
  object.end();
}

void write(const RedactedThinkingBlock& block, JsonSink& sink) {
  ObjectWriter object(sink, block.extra, "redacted_thinking");
  object.string("data", block.data);
  object.end();
}

void write(const ToolUseBlock& block, JsonSink& sink) {
  ObjectWriter object(sink, block.extra, "tool_use");
  object.string("id", block.id);
  object.string("name", block.name);
  object.value("input", block.input);
  if (!block.partial_json.empty() && sink.audience() == Audience::record)
    object.string("partial_json", block.partial_json);
  write_cache_control(block.cache_control, object);
  object.end();
}

void write(const ToolResultBlock& block, JsonSink& sink) {
  ObjectWriter object(sink, block.extra, "tool_result");
  object.string("tool_use_id", block.tool_use_id);
  if (!block.content.is_absent() && object.begin("content")) write(block.content, sink);
  if (block.is_error) object.value("is_error", *block.is_error);
  write_cache_control(block.cache_control, object);
  object.end();
}

void write(const UnknownBlock& block, JsonSink& sink) {
  if (!block.json.is_object()) return sink.value(block.json);
  ObjectWriter(sink, block.json).end();
}

TextBlock text_block(Json json) {
  TextBlock block;
  json.erase("type");
  block.text = *take_string(json, "text");
  block.citations = take_citations(json);
  block.cache_control = take_cache_control(json);
  block.extra = rest(std::move(json));
  return block;
}

ImageBlock image_block(Json json) {
  ImageBlock block;
  json.erase("type");
  block.source = image_source_from_json(take(json, "source"));
  block.cache_control = take_cache_control(json);
  block.extra = rest(std::move(json));
  return block;
}

DocumentBlock document_block(Json json) {
  DocumentBlock block;
  json.erase("type");
  block.source = document_source_from_json(take(json, "source"));
  block.title = take_string(json, "title");
  block.context = take_string(json, "context");
  block.citations = take_citations_config(json);
  block.cache_control = take_cache_control(json);
  block.extra = rest(std::move(json));
  return block;
}

bool is_text_block(const Json& json) {
  return json["type"].as_string() == "text" && json["text"].is_string();
}

bool are_text_blocks(const Json& json) {
  if (!json.is_array()) return false;
  for (const Json& item : json.items()) {
    if (!is_text_block(item)) return false;
  }
  return true;
}

SearchResultBlock search_result_block(Json json) {
  SearchResultBlock block;
  json.erase("type");
  block.source = *take_string(json, "source");
  block.title = *take_string(json, "title");
  const Json content = take(json, "content");
  for (const Json& item : content.items()) block.content.push_back(text_block(item));
  block.citations = take_citations_config(json);
  block.cache_control = take_cache_control(json);
  block.extra = rest(std::move(json));
  return block;
}

ThinkingBlock thinking_block(Json json) {
  ThinkingBlock block;
  json.erase("type");
  block.thinking = *take_string(json, "thinking");
  block.signature = take_text(json, "signature");
  block.extra = rest(std::move(json));
  return block;
}

RedactedThinkingBlock redacted_thinking_block(Json json) {
  RedactedThinkingBlock block;
  json.erase("type");
  block.data = *take_string(json, "data");
  block.extra = rest(std::move(json));
  return block;
}

ToolUseBlock tool_use_block(Json json) {
  ToolUseBlock block;
  json.erase("type");
  block.id = *take_string(json, "id");
  block.name = *take_string(json, "name");
  block.input = take(json, "input");
  block.partial_json = take_text(json, "partial_json");
  block.cache_control = take_cache_control(json);
  block.extra = rest(std::move(json));
  return block;
}

ToolResultBlock tool_result_block(Json json) {
  ToolResultBlock block;
  json.erase("type");
  block.tool_use_id = *take_string(json, "tool_use_id");
  if (json["content"].is_string() || json["content"].is_array())
    block.content = Content::from_json(take(json, "content"));
  block.is_error = take_bool(json, "is_error");
  block.cache_control = take_cache_control(json);
  block.extra = rest(std::move(json));
  return block;
}

}  // namespace

void write(const ContentBlock& block, JsonSink& sink) {
  std::visit([&](const auto& held) { write(held, sink); }, block);
}

void write(const std::vector<ContentBlock>& blocks, JsonSink& sink) {
  sink.begin_array();
  for (const ContentBlock& block : blocks) write(block, sink);
  sink.end_array();
}

void write(const Content& content, JsonSink& sink) {
  if (const std::string* text = content.string()) return sink.string(*text);
  if (const auto* blocks = content.blocks()) return write(*blocks, sink);
  sink.value(nullptr);
}

void write(const CacheControl& cache_control, JsonSink& sink) {
  ObjectWriter object(sink, cache_control.extra, "ephemeral");
  if (!cache_control.ttl.empty()) object.string("ttl", cache_control.ttl);
  object.end();
}

std::optional<CacheControl> take_cache_control(Json& object) {
  if (object["cache_control"]["type"].as_string() != "ephemeral") return std::nullopt;
  Json json = take(object, "cache_control");
  CacheControl cache_control;
  json.erase("type");
  cache_control.ttl = take_text(json, "ttl");
  cache_control.extra = rest(std::move(json));
  return cache_control;
}

std::vector<ContentBlock> blocks_from_json(const Json& items) {
  std::vector<ContentBlock> blocks;
  blocks.reserve(items.size());
  for (const Json& item : items.items()) blocks.push_back(ContentBlock::from_json(item));
  return blocks;
}

void complete_tool_use(Json& block) {
  if (block["type"].as_string() == "tool_use" && block["input"].is_null()) block.set("input", Json::object());
}

void keep_input_an_object(ToolUseBlock& use) {
  if (use.input.is_object()) return;
  use.partial_json = use.input.dump();
  use.input = Json::object();
}

std::string_view missing_of_tool_use(const ContentBlock& block) {
  const auto* unknown = std::get_if<UnknownBlock>(&block);
  if (!unknown || block.type() != "tool_use") return {};
  if (!unknown->json["id"].is_string()) return "id";
  return unknown->json["name"].is_string() ? "" : "name";
}

}  // namespace anthropic::internal

namespace anthropic::inline v0 {

using namespace internal;

ContentBlock::ContentBlock() noexcept = default;
ContentBlock::ContentBlock(const ContentBlock&) = default;
ContentBlock::ContentBlock(ContentBlock&&) noexcept = default;
ContentBlock& ContentBlock::operator=(const ContentBlock&) = default;
ContentBlock& ContentBlock::operator=(ContentBlock&&) noexcept = default;
ContentBlock::~ContentBlock() = default;

std::string_view ContentBlock::type() const {
  static constexpr std::string_view names[] = {"text",          "image",      "document",
                                               "search_result", "thinking",   "redacted_thinking",
                                               "tool_use",      "tool_result"};
  if (const auto* unknown = std::get_if<UnknownBlock>(this))
    return unknown->json["type"].as_string().value_or("");
  return names[index()];
}

std::string_view ContentBlock::text() const {
  const auto* block = std::get_if<TextBlock>(this);
  return block ? std::string_view(block->text) : std::string_view();
}

Json ContentBlock::to_json() const {
  TreeSink tree;
  write(*this, tree);
  return tree.take();
}

ContentBlock ContentBlock::from_json(Json json) {
  const std::string type = json["type"].string_or("");
  if (is_text_block(json)) return text_block(std::move(json));
  if (type == "image" && json["source"].is_object()) return image_block(std::move(json));
  if (type == "document" && json["source"].is_object()) return document_block(std::move(json));
  if (type == "search_result" && json["source"].is_string() && json["title"].is_string() &&
      are_text_blocks(json["content"]))
    return search_result_block(std::move(json));
  if (type == "thinking" && json["thinking"].is_string()) return thinking_block(std::move(json));
  if (type == "redacted_thinking" && json["data"].is_string())
    return redacted_thinking_block(std::move(json));
  if (type == "tool_use" && json["id"].is_string() && json["name"].is_string() && json.contains("input"))
    return tool_use_block(std::move(json));
  if (type == "tool_result" && json["tool_use_id"].is_string()) return tool_result_block(std::move(json));
  return UnknownBlock{std::move(json)};
}

Json ToolUseBlock::partial_input() const {
  return partial_json.empty() ? input : parse_partial_json(partial_json);
}

}  // namespace anthropic::inline v0
