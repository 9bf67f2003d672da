#include "local/converse/write_converse_answer.hpp"

#include <string_view>
#include <utility>
#include <vector>

#include "base/text/text.hpp"

namespace anthropic::internal::local {
namespace {

Json reasoning_block(Json reasoning) {
  return Json::object({{"reasoningContent", std::move(reasoning)}});
}

// A text that cites documents has a block of its own.
Json written_text(const Json& block) {
  if (block["citations"].empty()) return Json::object({{"text", block["text"]}});
  Json citations = Json::array();
  for (const Json& citation : block["citations"].items()) citations.push_back(converse_citation(citation));
  return Json::object(
      {{"citationsContent", Json::object({{"content", Json::array({Json::object({{"text", block["text"]}})})},
                                          {"citations", std::move(citations)}})}});
}

// Null for what Converse has no block for.
Json converse_block(const Json& block) {
  const std::string type = block["type"].string_or("");
  if (type == "text") return written_text(block);
  if (type == "tool_use")
    return Json::object(
        {{"toolUse",
          Json::object({{"input", block["input"]}, {"name", block["name"]}, {"toolUseId", block["id"]}})}});
  if (type == "thinking") {
    Json text = Json::object({{"text", block["thinking"]}});
    if (block["signature"].is_string()) text.set("signature", block["signature"]);
    return reasoning_block(Json::object({{"reasoningText", std::move(text)}}));
  }
  if (type == "redacted_thinking") return reasoning_block(Json::object({{"redactedContent", block["data"]}}));
  return {};
}

Json converse_content(const Json& content) {
  Json out = Json::array();
  for (const Json& block : content.items()) {
    if (Json written = converse_block(block); !written.is_null()) out.push_back(std::move(written));
  }
  return out;
}

// The names in a JSON Pointer (RFC 6901).
std::vector<std::string> names_in(std::string_view pointer) {
  std::vector<std::string> names;
  for (const char c : pointer) {
    if (c == '/')
      names.emplace_back();
    else if (names.back().ends_with('~'))
      names.back().back() = c == '1' ? '/' : '~';
    else
      names.back() += c;
  }
  return names;
}

const Json* find_at(const Json& document, const std::vector<std::string>& names) {
  const Json* found = &document;
  for (const std::string& name : names) {
    const auto index = parse_integer(name);
    if (found->is_array() && index && *index >= 0 && static_cast<std::size_t>(*index) < found->size())
      found = &(*found)[static_cast<std::size_t>(*index)];
    else
      found = found->find(name);
    if (!found) return nullptr;
  }
  return found;
}

void set_at(Json& document, const std::vector<std::string>& names, const Json& value) {
  Json* place = &document;
  for (std::size_t i = 0; i + 1 < names.size(); ++i) {
    Json* inner = place->find(names[i]);
    place = inner && inner->is_object() ? inner : &place->set(names[i], Json::object());
  }
  place->set(names.back(), value);
}

}  // namespace

std::string converse_body(const ComposedMessage& message, const ConverseRequest& request) {
  // Set, not listed: a list copies what is in it.
  Json written = Json::object();
  written.set("content", converse_content(content_json(message)));
  written.set("role", "assistant");
  Json output = Json::object();
  output.set("message", std::move(written));
  Json body = Json::object({{"metrics", Json::object({{"latencyMs", message.latency().count()}})}});
  body.set("output", std::move(output));
  body.set("stopReason", converse_stop_reason(message.stop_reason));
  body.set("usage", converse_usage(message));
  if (!request.field_paths.empty()) {
    Json fields = converse_fields(message_json(message), request);
    if (!fields.is_null()) body.set("additionalModelResponseFields", std::move(fields));
  }
  repeat_settings(request, body);
  if (message.converse_trace.is_object()) body.set("trace", message.converse_trace);
  return body.dump();
}

Json converse_citation(const Json& citation) {
  struct Location {
    std::string_view type, name, index, start, end;
  };
  constexpr Location locations[] = {
      {"char_location", "documentChar", "document_index", "start_char_index", "end_char_index"},
      {"page_location", "documentPage", "document_index", "start_page_number", "end_page_number"},
      {"content_block_location", "documentChunk", "document_index", "start_block_index", "end_block_index"},
      {"search_result_location", "searchResultLocation", "search_result_index", "start_block_index",
       "end_block_index"}};
  const bool is_result = citation["type"].as_string() == "search_result_location";
  Json out = Json::object();
  const Json& title = citation[is_result ? "title" : "document_title"];
  if (title.is_string()) out.set("title", title);
  if (is_result) out.set("source", citation["source"]);
  out.set("sourceContent", Json::array({Json::object({{"text", citation["cited_text"]}})}));
  for (const Location& location : locations) {
    if (location.type != citation["type"].as_string()) continue;
    const char* index = is_result ? "searchResultIndex" : "documentIndex";
    const Json place = Json::object({{index, citation[location.index]},
                                     {"start", citation[location.start]},
                                     {"end", citation[location.end]}});
    out.set("location", Json::object({{std::string(location.name), place}}));
  }
  return out;
}

std::string converse_stop_reason(const std::string& reason) {
  if (reason == "refusal") return "content_filtered";
  return reason == "pause_turn" ? "end_turn" : reason;
}

Json converse_usage(const ComposedMessage& message) {
  const CachedInput& cached = message.cached;
  Json usage = Json::object(
      {{"cacheReadInputTokens", cached.read},
       {"cacheWriteInputTokens", cached.written()},
       {"inputTokens", message.input_tokens},
       {"outputTokens", message.output_tokens},
       {"totalTokens", message.input_tokens + cached.read + cached.written() + message.output_tokens}});
  Json details = Json::array();
  for (const auto& [ttl, tokens] : {std::pair{"1h", cached.written_1h}, std::pair{"5m", cached.written_5m}}) {
    if (tokens > 0) details.push_back(Json::object({{"inputTokens", tokens}, {"ttl", ttl}}));
  }
  if (!details.empty()) usage.set("cacheDetails", std::move(details));
  return usage;
}

Json converse_fields(Json document, const ConverseRequest& request) {
  // Clients ask for "/delta/stop_sequence", as a stream has it, of answers in one piece as well.
  if (!document.contains("delta"))
    document.set("delta", Json::object({{"stop_reason", document["stop_reason"]},
                                        {"stop_sequence", document["stop_sequence"]}}));
  Json fields;
  for (const std::string& path : request.field_paths) {
    const std::vector<std::string> names = names_in(path);
    const Json* found = find_at(document, names);
    if (!found) continue;
    if (fields.is_null()) fields = Json::object();
    set_at(fields, names, *found);
  }
  return fields;
}

void repeat_settings(const ConverseRequest& request, Json& answer) {
  if (request.performance.is_object()) answer.set("performanceConfig", request.performance);
  if (request.service_tier.is_object()) answer.set("serviceTier", request.service_tier);
}

}  // namespace anthropic::internal::local
