#include "local/converse/read_content.hpp"

#include <string>
#include <string_view>
#include <utility>

#include "base/crypto/encoding.hpp"
#include "base/text/utf8.hpp"

namespace anthropic::internal::local {
namespace {

Json text_block(Json text) {
  return Json::object({{"type", "text"}, {"text", std::move(text)}});
}

Json image_block(const Json& image) {
  return Json::object({{"type", "image"},
                       {"source", Json::object({{"type", "base64"},
                                                {"media_type", "image/" + image["format"].string_or("")},
                                                {"data", image["source"]["bytes"]}})}});
}

Json text_source(std::string text) {
  return Json::object({{"type", "text"}, {"media_type", "text/plain"}, {"data", std::move(text)}});
}

// A document's bytes: a PDF goes to the model, a text too. Bedrock reads the text of the others, which the
// endpoint cannot.
Json source_of_bytes(const Json& bytes, const std::string& format) {
  if (format == "pdf")
    return Json::object({{"type", "base64"}, {"media_type", "application/pdf"}, {"data", bytes}});
  const std::string content = base64_decode(*bytes.as_string()).value_or("");
  if (format == "txt" || format == "md" || format == "html" || format == "csv")
    return text_source(to_valid_utf8(content));
  return text_source("(The local endpoint does not read ." + format + " files; this one has " +
                     std::to_string(content.size()) + " bytes.)");
}

Json document_source(const Json& source, const std::string& format) {
  if (const auto text = source["text"].as_string()) return text_source(std::string(*text));
  if (source["bytes"].is_string()) return source_of_bytes(source["bytes"], format);
  Json content = Json::array();
  for (const Json& part : source["content"].items()) content.push_back(text_block(part["text"]));
  return Json::object({{"type", "content"}, {"content", std::move(content)}});
}

void copy_citations(const Json& from, Json& block) {
  const Json& enabled = from["citations"]["enabled"];
  if (enabled.is_bool()) block.set("citations", Json::object({{"enabled", enabled}}));
}

Json document_block(const Json& document) {
  Json block =
      Json::object({{"type", "document"},
                    {"source", document_source(document["source"], document["format"].string_or("txt"))},
                    {"title", document["name"]}});
  if (document["context"].is_string()) block.set("context", document["context"]);
  copy_citations(document, block);
  return block;
}

Json search_result_block(const Json& result) {
  Json content = Json::array();
  for (const Json& part : result["content"].items()) content.push_back(text_block(part["text"]));
  Json block = Json::object({{"type", "search_result"},
                             {"source", result["source"]},
                             {"title", result["title"]},
                             {"content", std::move(content)}});
  copy_citations(result, block);
  return block;
}

Json tool_result_block(const Json& result) {
  Json block = Json::object({{"type", "tool_result"},
                             {"tool_use_id", result["toolUseId"]},
                             {"content", messages_blocks(result["content"], nullptr)}});
  if (result["status"].as_string() == "error") block.set("is_error", true);
  return block;
}

Json thinking_block(const Json& reasoning) {
  if (reasoning["redactedContent"].is_string())
    return Json::object({{"type", "redacted_thinking"}, {"data", reasoning["redactedContent"]}});
  const Json& text = reasoning["reasoningText"];
  Json block = Json::object({{"type", "thinking"}, {"thinking", text["text"]}});
  if (text["signature"].is_string()) block.set("signature", text["signature"]);
  return block;
}

// An answer with citations, sent back.
Json cited_block(const Json& cited) {
  std::string text;
  for (const Json& part : cited["content"].items()) text += part["text"].string_or("");
  return text_block(std::move(text));
}

Json messages_block(const Json& block) {
  if (block["text"].is_string()) return text_block(block["text"]);
  if (block["image"].is_object()) return image_block(block["image"]);
  if (block["document"].is_object()) return document_block(block["document"]);
  if (block["searchResult"].is_object()) return search_result_block(block["searchResult"]);
  if (block["reasoningContent"].is_object()) return thinking_block(block["reasoningContent"]);
  if (block["toolResult"].is_object()) return tool_result_block(block["toolResult"]);
  if (block["citationsContent"].is_object()) return cited_block(block["citationsContent"]);
  if (const Json& guarded = block["guardContent"]; guarded.is_object())
    return guarded["image"].is_object() ? image_block(guarded["image"]) : text_block(guarded["text"]["text"]);
  if (const Json& use = block["toolUse"]; use.is_object())
    return Json::object(
        {{"type", "tool_use"}, {"id", use["toolUseId"]}, {"name", use["name"]}, {"input", use["input"]}});
  return text_block(block["json"].dump());
}

Json messages_tool(const Json& tool) {
  const Json& spec = tool["toolSpec"];
  Json out = Json::object({{"name", spec["name"]}, {"input_schema", spec["inputSchema"]["json"]}});
  for (const char* name : {"description", "strict"}) {
    if (!spec[name].is_null()) out.set(name, spec[name]);
  }
  return out;
}

Json cache_control(const Json& cache_point) {
  Json control = Json::object({{"type", "ephemeral"}});
  if (cache_point["ttl"].is_string()) control.set("ttl", cache_point["ttl"]);
  return control;
}

Json::Array without_cache_points(const Json& items, Json (*translate)(const Json&), Json* before) {
  Json::Array out;
  for (const Json& item : items.items()) {
    const Json& cache_point = item["cachePoint"];
    Json* last = out.empty() ? before : &out.back();
    if (!cache_point.is_object())
      out.push_back(translate(item));
    else if (last)
      last->set("cache_control", cache_control(cache_point));
  }
  return out;
}

}  // namespace

Json::Array messages_blocks(const Json& blocks, Json* before) {
  return without_cache_points(blocks, messages_block, before);
}

Json::Array messages_tools(const Json& tools) {
  return without_cache_points(tools, messages_tool, nullptr);
}

Json messages_tool_choice(const Json& choice) {
  if (choice["tool"].is_object()) return Json::object({{"type", "tool"}, {"name", choice["tool"]["name"]}});
  return Json::object({{"type", choice["any"].is_object() ? "any" : "auto"}});
}

}  // namespace anthropic::internal::local
