#include <string>
#include <string_view>
#include <utility>

#include "base/text/text.hpp"
#include "base/text/utf8.hpp"
#include "local/replies/replies.hpp"

namespace anthropic::internal::local {
namespace {

constexpr std::string_view kDisclaimer = "I am the local endpoint, not Claude.";
constexpr std::size_t kChunkSize = 12;
constexpr std::size_t kQuotedCharacters = 60;

Reply say(std::string text) {
  Reply reply;
  reply.chunks.push_back(std::string(kDisclaimer) + " " + std::move(text));
  reply.chunk_size = kChunkSize;
  return reply;
}

// The beginning of a text, on one line.
std::string in_short(std::string_view text) {
  text = trim(text);
  return one_line(text, end_of_characters(text, kQuotedCharacters));
}

Json example_of(const Json& schema) {
  if (!schema["enum"].empty()) return schema["enum"][0];
  const std::string type = schema["type"].string_or("");
  if (type == "string") return "local";
  if (type == "integer" || type == "number") return 1;
  if (type == "boolean") return false;
  if (type == "array") return Json::array();
  if (type != "object") return nullptr;
  Json object = Json::object();
  for (const Json& name : schema["required"].items()) {
    const std::string text = name.string_or("");
    object.set(text, example_of(schema["properties"][text]));
  }
  return object;
}

// The tool that the request insists on; null if it insists on none.
const Json* forced_tool(const Json& body) {
  const Json& choice = body["tool_choice"];
  const auto type = choice["type"].as_string();
  if (type != "any" && type != "tool") return nullptr;
  for (const Json& tool : body["tools"].items()) {
    if (type == "any" || tool["name"].as_string() == choice["name"].as_string()) return &tool;
  }
  return nullptr;
}

bool is_greeting(std::string_view text) {
  std::string lower = ascii_lower(trim(text));
  while (!lower.empty() && (lower.back() == '!' || lower.back() == '.')) lower.pop_back();
  return lower == "hello" || lower == "hi" || lower == "hey";
}

std::string how_many(std::size_t count, std::string_view one, std::string_view many) {
  return count == 1 ? std::string(one) : std::to_string(count) + " " + std::string(many);
}

/// "An image came with it.", "2 images and a document came with it."; empty if nothing did.
std::string attachments(const Conversation& conversation) {
  std::string out;
  if (conversation.images > 0) out = how_many(conversation.images, "an image", "images");
  if (conversation.documents > 0) {
    if (!out.empty()) out += " and ";
    out += how_many(conversation.documents, "a document", "documents");
  }
  if (out.empty()) return out;
  if (out.front() == 'a') out.front() = 'A';
  return out + " came with it.";
}

}  // namespace

Reply builtin_reply(const Json& body, const Conversation& conversation) {
  if (const Json* tool = forced_tool(body)) {
    Reply reply;
    Json input = example_of((*tool)["input_schema"]);
    reply.tool_uses.push_back(
        {(*tool)["name"].string_or(""), input.is_object() ? std::move(input) : Json::object()});
    return reply;
  }
  if (!conversation.tool_result.empty())
    return say("The tool answered: \"" + in_short(conversation.tool_result) + "\".");
  if (is_greeting(conversation.last_user)) return say("Hello! Your request was signed and read correctly.");
  std::string text = "You asked: \"" + in_short(conversation.last_user) + "\".";
  const std::string attached = attachments(conversation);
  return say(attached.empty() ? text : text + " " + attached);
}

}  // namespace anthropic::internal::local
