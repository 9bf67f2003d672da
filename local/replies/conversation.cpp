#include "local/replies/conversation.hpp"

#include <algorithm>

#include "base/text/utf8.hpp"

namespace anthropic::internal::local {
namespace {

constexpr std::size_t kCharactersPerToken = 4;
constexpr std::size_t kTokensPerAttachment = 1500;

void append_line(std::string& out, std::string_view line) {
  if (!out.empty() && !line.empty()) out += '\n';
  out += line;
}

// A string, or the text blocks of a list.
std::string text_of(const Json& content) {
  if (const auto text = content.as_string()) return std::string(*text);
  std::string out;
  for (const Json& block : content.items()) {
    if (block["type"].as_string() == "text") append_line(out, block["text"].as_string().value_or(""));
  }
  return out;
}

// The name of the tool that was called by an id.
std::string called_tool(const Json& messages, std::string_view id) {
  for (const Json& message : messages.items()) {
    for (const Json& block : message["content"].items()) {
      if (block["type"].as_string() == "tool_use" && block["id"].as_string() == id)
        return block["name"].string_or("");
    }
  }
  return {};
}

}  // namespace

Conversation read_conversation(const Json& body) {
  Conversation conversation;
  conversation.system = text_of(body["system"]);
  const Json::Array& messages = body["messages"].items();
  for (auto message = messages.rbegin(); message != messages.rend(); ++message) {
    if ((*message)["role"].as_string() != "user") continue;
    const Json& content = (*message)["content"];
    conversation.last_user = text_of(content);
    for (const Json& block : content.items()) {
      const auto type = block["type"].as_string();
      if (type == "image") ++conversation.images;
      if (type == "document") ++conversation.documents;
      if (type == "tool_result")
        conversation.tool_results.push_back(
            {.tool = called_tool(body["messages"], block["tool_use_id"].as_string().value_or("")),
             .text = text_of(block["content"])});
    }
    break;
  }
  return conversation;
}

std::size_t end_of_characters(std::string_view text, std::size_t count) {
  std::size_t at = 0;
  while (at < text.size()) {
    if (!continues_utf8(text[at]) && count-- == 0) return at;
    ++at;
  }
  return at;
}

std::size_t estimate_tokens(std::string_view text) {
  return (count_characters(text) + kCharactersPerToken - 1) / kCharactersPerToken;
}

void InputWeight::add(const Json& part) {
  if (const auto text = part.as_string()) {
    characters_ += count_characters(*text);
    return;
  }
  for (const Json& item : part.items()) add(item);
  for (const Json::Member& member : part.members()) {
    if (member.name == "type" || member.name == "role" || member.name == "cache_control") continue;
    if (member.name == "source")
      add_source(member.value);
    else
      add(member.value);
  }
}

// Of an image or a document.
void InputWeight::add_source(const Json& source) {
  const auto type = source["type"].as_string();
  if (type == "text") return add(source["data"]);
  if (!type || type == "content") return add(source);
  ++attachments_;
}

std::size_t InputWeight::tokens() const {
  return (characters_ + kCharactersPerToken - 1) / kCharactersPerToken + attachments_ * kTokensPerAttachment;
}

// A system message for one turn (clear_at) is gone once the user has spoken again.
static void add_messages(const Json& messages, InputWeight& weight) {
  std::size_t last_user = 0;
  for (std::size_t i = 0; i < messages.size(); ++i) {
    if (messages[i]["role"].as_string() == "user") last_user = i;
  }
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const bool is_cleared = i < last_user && messages[i]["clear_at"].as_string() == "next_user_message";
    if (!is_cleared) weight.add(messages[i]["content"]);
  }
}

std::size_t estimate_input_tokens(const Json& body) {
  InputWeight weight;
  weight.add(body["system"]);
  add_messages(body["messages"], weight);
  weight.add(body["tools"]);
  return std::max<std::size_t>(weight.tokens(), 1);
}

}  // namespace anthropic::internal::local
