#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "base/text/text.hpp"
#include "base/text/utf8.hpp"
#include "local/examples/schema_example.hpp"
#include "local/replies/replies.hpp"

namespace anthropic::internal::local {
namespace {

constexpr std::string_view kDisclaimer = "I am the local endpoint, not Claude.";
constexpr std::string_view kThought = "I am no model: I look at what was asked and say it again.";
constexpr std::size_t kChunkSize = 12;
constexpr std::size_t kQuotedCharacters = 60;

/// Exactly this, in pieces.
Reply say_only(std::string text) {
  Reply reply;
  reply.thinking = kThought;
  reply.chunks.push_back(std::move(text));
  reply.chunk_size = kChunkSize;
  return reply;
}

Reply say(std::string text) {
  return say_only(std::string(kDisclaimer) + " " + std::move(text));
}

// The beginning of a text, on one line.
std::string in_short(std::string_view text) {
  text = trim(text);
  return one_line(text, end_of_characters(text, kQuotedCharacters));
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

// The tool by which a client asks for an answer with a schema where it cannot insist on it: Vercel's AI SDK has "json",
// Claude Code "StructuredOutput". Null if there is none, or it was called.
const Json* answer_tool(const Json& body, const Conversation& conversation) {
  for (const Json& tool : body["tools"].items()) {
    const std::string name = tool["name"].string_or("");
    const bool is_it = name == "StructuredOutput" ||
                       (name == "json" && tool["description"].as_string() == "Respond with a JSON object.");
    const auto is_of_it = [&](const ToolResult& result) { return result.tool == name; };
    const auto& results = conversation.tool_results;
    if (is_it && std::none_of(results.begin(), results.end(), is_of_it)) return &tool;
  }
  return nullptr;
}

// A schema that a client has written into the system prompt, as Vercel's AI SDK does for models it does not know.
Json told_schema(std::string_view system) {
  constexpr std::string_view before = "JSON schema:\n";
  const std::size_t at = system.find(before);
  const std::size_t end = system.find("\nYou MUST answer with");
  if (at == std::string_view::npos || end == std::string_view::npos || end < at) return {};
  return Json::parse(system.substr(at + before.size(), end - at - before.size())).value_or(Json());
}

// The schema that the answer is to follow; null if there is none.
Json answer_schema(const Json& body, const Conversation& conversation) {
  const Json& config = body["output_config"];
  const Json& format = config["format"].is_object() ? config["format"] : body["output_format"];
  return format["type"].as_string() == "json_schema" ? format["schema"] : told_schema(conversation.system);
}

Reply follow(const Json& schema) {
  if (const auto example = example_of(schema)) return say_only(example->dump());
  return say("I found no value that fits the schema of the answer. Give one in a replies file.");
}

bool is_greeting(std::string_view text) {
  std::string lower = ascii_lower(trim(text));
  while (!lower.empty() && (lower.back() == '!' || lower.back() == '.')) lower.pop_back();
  return lower == "hello" || lower == "hi" || lower == "hey";
}

std::string how_many(std::size_t count, std::string_view one, std::string_view many) {
  return count == 1 ? std::string(one) : std::to_string(count) + " " + std::string(many);
}

std::string what_tools_answered(const std::vector<ToolResult>& results) {
  const std::string text = in_short(results.front().text);
  const std::string first = text.empty() ? "The tool answered." : "The tool answered: \"" + text + "\".";
  if (results.size() == 1) return first;
  return first + " " + how_many(results.size() - 1, "Another one", "others") + " answered, too.";
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
  const Json* tool = forced_tool(body);
  if (!tool) tool = answer_tool(body, conversation);
  if (tool) {
    Reply reply;
    reply.thinking = kThought;
    reply.tool_uses.push_back({(*tool)["name"].string_or("")});
    return reply;
  }
  if (const Json schema = answer_schema(body, conversation); !schema.is_null()) return follow(schema);
  if (!conversation.tool_results.empty()) return say(what_tools_answered(conversation.tool_results));
  if (is_greeting(conversation.last_user)) return say("Hello! Your request was signed and read correctly.");
  std::string text = "You asked: \"" + in_short(conversation.last_user) + "\".";
  const std::string attached = attachments(conversation);
  Reply reply = say(attached.empty() ? text : text + " " + attached);
  reply.quotes = first_sentence(body);
  return reply;
}

}  // namespace anthropic::internal::local
