#include "client/tracing/content_attributes.hpp"

#include <algorithm>

#include "base/text/utf8.hpp"

namespace anthropic::internal {
namespace {

constexpr std::string_view kSystem = "gen_ai.system_instructions";
constexpr std::string_view kInputMessages = "gen_ai.input.messages";
constexpr std::string_view kOutputMessages = "gen_ai.output.messages";
constexpr std::string_view kStopSequences = "gen_ai.request.stop_sequences";
constexpr std::string_view kArguments = "gen_ai.tool.call.arguments";
constexpr std::string_view kResult = "gen_ai.tool.call.result";
constexpr std::string_view kTruncated = "anthropic.content.truncated";

Json text_part(std::string_view text) {
  return Json::object({{"type", "text"}, {"content", text}});
}

Json part_of(const ContentBlock& block);

Json parts_of(const Content& content) {
  Json parts = Json::array();
  if (const std::string* text = content.string()) parts.push_back(text_part(*text));
  if (const std::vector<ContentBlock>* blocks = content.blocks()) {
    for (const ContentBlock& block : *blocks) parts.push_back(part_of(block));
  }
  return parts;
}

/// Without the data of images and documents, and without what Claude thought in secret.
Json part_of(const ContentBlock& block) {
  if (const auto* text = std::get_if<TextBlock>(&block)) return text_part(text->text);
  if (const auto* thinking = std::get_if<ThinkingBlock>(&block))
    return Json::object({{"type", "reasoning"}, {"content", thinking->thinking}});
  if (const auto* use = std::get_if<ToolUseBlock>(&block))
    return Json::object(
        {{"type", "tool_call"}, {"id", use->id}, {"name", use->name}, {"arguments", use->input}});
  if (const auto* result = std::get_if<ToolResultBlock>(&block))
    return Json::object({{"type", "tool_call_response"},
                         {"id", result->tool_use_id},
                         {"response", parts_of(result->content)}});
  return Json::object({{"type", "anthropic_" + std::string(block.type())}});
}

/// A piece of what was said, and where.
struct Part {
  std::string role;  // empty: of the system's instructions
  std::size_t message;
  Json json;
  std::size_t size;
};

void add_parts(std::vector<Part>& parts, const std::string& role, std::size_t message, const Json& jsons) {
  for (std::size_t i = 0; i < jsons.size(); ++i)
    parts.push_back({role, message, jsons[i], jsons[i].dump().size()});
}

/// Leaves out the first of them until the rest fits; of the last one, if it is a text, its beginning stays.
/// Whether anything was left out.
bool cut(std::vector<Part>& parts, std::size_t limit) {
  std::size_t total = 0;
  for (const Part& part : parts) total += part.size;
  if (total <= limit) return false;
  auto first = parts.begin();
  for (; first != parts.end() && parts.end() - first > 1 && total > limit; ++first) total -= first->size;
  if (total > limit && first != parts.end()) {
    const auto text = first->json["content"].as_string();
    const std::size_t around = first->size - std::min(first->size, text ? text->size() : 0);
    if (text && around < limit) {
      first->json.set("content", std::string(utf8_prefix(*text, limit - around)));
      first->size = limit;
    } else {
      ++first;
    }
  }
  parts.erase(parts.begin(), first);
  return true;
}

Json messages_of(const std::vector<Part>& parts) {
  Json messages = Json::array();
  for (auto first = parts.begin(); first != parts.end();) {
    const auto end =
        std::find_if(first, parts.end(), [&](const Part& part) { return part.message != first->message; });
    Json own = Json::array();
    for (auto part = first; part != end; ++part) own.push_back(part->json);
    if (!first->role.empty())
      messages.push_back(Json::object({{"role", first->role}, {"parts", std::move(own)}}));
    first = end;
  }
  return messages;
}

std::size_t content_size(const Span& span) {
  std::size_t size = 0;
  for (const std::string_view name : {kSystem, kInputMessages}) size += span.text(name).size();
  return size;
}

void set_json(ActiveSpan& span, std::string_view attribute, const Json& json) {
  if (json.size() > 0) span.set(attribute, json.dump());
}

}  // namespace

void set_request_content(ActiveSpan& span, const MessageCreateParams& params) {
  std::vector<Part> parts;
  add_parts(parts, {}, 0, parts_of(params.system));
  std::size_t number = 0;
  for (const MessageParam& message : params.messages)
    add_parts(parts, message.role.name(), ++number, parts_of(message.content));
  if (cut(parts, span.tracer().max_content_bytes())) span.set(kTruncated, true);
  Json system = Json::array();
  for (const Part& part : parts) {
    if (part.role.empty()) system.push_back(part.json);
  }
  set_json(span, kSystem, system);
  set_json(span, kInputMessages, messages_of(parts));
  if (!params.stop_sequences.empty())
    span.set(kStopSequences, std::vector<std::string>(params.stop_sequences));
}

void set_answer_content(ActiveSpan& span, const Message& message) {
  std::vector<Part> parts;
  add_parts(parts, message.role.name(), 1, parts_of(Content(message.content)));
  const std::size_t limit = span.tracer().max_content_bytes();
  if (cut(parts, limit - std::min(limit, content_size(span.span()))) && !span.span().find(kTruncated))
    span.set(kTruncated, true);
  set_json(span, kOutputMessages, messages_of(parts));
}

void set_tool_content(ActiveSpan& span, const Json& input, const ToolOutput* output) {
  const std::size_t limit = span.tracer().max_content_bytes();
  std::size_t left = limit;
  const auto set = [&](std::string_view attribute, const Json& json) {
    std::string text = json.dump();
    if (text.size() > left) {
      if (!span.span().find(kTruncated)) span.set(kTruncated, true);
      return;
    }
    left -= text.size();
    span.set(attribute, std::move(text));
  };
  set(kArguments, input);
  if (output) set(kResult, parts_of(output->content()));
}

bool is_content(std::string_view attribute) {
  const std::string_view all[] = {kSystem,        kInputMessages, kOutputMessages,
                                  kStopSequences, kArguments,     kResult};
  return std::find(std::begin(all), std::end(all), attribute) != std::end(all);
}

}  // namespace anthropic::internal
