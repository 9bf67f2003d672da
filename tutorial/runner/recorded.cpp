#include "tutorial/runner/recorded.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "base/public_names.hpp"
#include "base/text/utf8.hpp"
#include "tutorial/graders/grade.hpp"

namespace anthropic::internal::tutorial {
namespace {

/// Whether the request declares the tool. One that Claude may not call counts as none.
bool has_tool(const Json& request, const Json& name) {
  if (request["tool_choice"]["type"].as_string() == "none") return false;
  const Json::Array& tools = request["tools"].items();
  return std::any_of(tools.begin(), tools.end(), [&](const Json& tool) { return tool["name"] == name; });
}

/// Whether a reply calls a tool that the request does not have.
bool calls_other_tool(const RecordedReply& reply, const Json& request) {
  const Json& use = reply.reply["tool_use"];
  const Json::Array calls = use.is_object() ? Json::Array{use} : use.items();
  return std::any_of(calls.begin(), calls.end(),
                     [&](const Json& call) { return !has_tool(request, call["name"]); });
}

/// The documents of a request, as blocks.
Json::Array documents_of(const Json& request) {
  Json::Array documents;
  for (const Json& message : request["messages"].items()) {
    for (const Json& block : message["content"].items()) {
      if (block["type"].as_string() == "document") documents.push_back(block);
    }
  }
  return documents;
}

/// Whether a reply cites what the documents of the request do not say.
bool cites_other_text(const RecordedReply& reply, const Json& request) {
  const Json::Array documents = documents_of(request);
  return std::any_of(reply.citations.begin(), reply.citations.end(), [&](const RecordedCitation& citation) {
    return citation.document >= documents.size() ||
           documents[citation.document]["source"]["data"].string_or("").find(citation.quote) ==
               std::string::npos;
  });
}

/// Whether Claude could answer the request so.
bool goes_with(const RecordedReply& reply, const Json& request) {
  return !calls_other_tool(reply, request) && !cites_other_text(reply, request) &&
         (reply.then.empty() || goes_with(reply.then.front(), request));
}

bool fits(const RecordedReply& reply, const LessonCell& cell, bool is_untouched, int part,
          const BuiltRequest& request, Language language) {
  if (reply.part != 0 && reply.part != part) return false;
  if (!goes_with(reply, request.sent.request)) return false;
  if (!reply.when) return cell.exercise || is_untouched;
  return check(*reply.when, request.sent, language).passed;
}

/// What was recorded goes on from the prefill; a model that takes none says it itself.
Json with_beginning(Json reply, const BuiltRequest& request) {
  const std::string& beginning = request.sent.prefill;
  const std::string text = reply["text"].string_or("");
  if (!beginning.empty() && request.prefill.empty() && !text.empty() && !text.starts_with(beginning))
    reply.set("text", beginning + text);
  return reply;
}

}  // namespace

Recording find_recording(const LessonCell* cell, bool is_untouched, int part, const BuiltRequest& request,
                         Language language) {
  Recording recording;
  if (cell) {
    for (const RecordedReply& reply : cell->replies) {
      if (!fits(reply, *cell, is_untouched, part, request, language)) continue;
      recording.is_there = true;
      for (const RecordedReply* next = &reply; next;
           next = next->then.empty() ? nullptr : &next->then.front()) {
        recording.turns.push_back(*next);
        recording.turns.back().reply = with_beginning(next->reply, request);
      }
      return recording;
    }
  }
  recording.turns.push_back(
      {.reply = Json::object(
           {{"text", phrase(language,
                            "Nothing was recorded for this prompt. Ask Claude with --live, or go back to the "
                            "prompt of the "
                            "lesson.",
                            "这个提示没有录制的回答。请用 --live 询问 Claude，或改回课里的提示。")}})});
  return recording;
}

void complete(const RecordedReply& turn, const Json& request, Message& message) {
  const auto count = [&](const char* name, auto& counter) {
    if (const auto tokens = turn.usage[name].as_int64()) counter = *tokens;
  };
  count("input_tokens", message.usage.input_tokens);
  count("output_tokens", message.usage.output_tokens);
  count("cache_read_input_tokens", message.usage.cache_read_input_tokens);
  count("cache_creation_input_tokens", message.usage.cache_creation_input_tokens);
  auto* text = message.content.empty() ? nullptr : std::get_if<TextBlock>(&message.content.back());
  if (!text) return;
  const Json::Array documents = documents_of(request);
  for (const RecordedCitation& citation : turn.citations) {
    const Json& document = documents.at(citation.document);
    const std::string content = document["source"]["data"].string_or("");
    const std::string_view before = std::string_view(content).substr(0, content.find(citation.quote));
    const auto start = static_cast<std::int64_t>(count_characters(before));
    text->citations.emplace_back(CitationCharLocation{
        .cited_text = citation.quote,
        .document_index = static_cast<std::int64_t>(citation.document),
        .document_title = document["title"].string_or(""),
        .start_char_index = start,
        .end_char_index = start + static_cast<std::int64_t>(count_characters(citation.quote))});
  }
}

Result<RecordedBedrock> RecordedBedrock::start(const Recording& recording, const std::string& region) {
  testing::LocalBedrockOptions options;
  if (!region.empty()) options.region = region;
  Json replies = Json::array();
  for (const RecordedReply& turn : recording.turns) replies.push_back(turn.reply);
  options.replies = replies;
  auto endpoint = testing::LocalBedrock::start(std::move(options));
  if (!endpoint) return endpoint.error();
  RecordedBedrock recorded;
  recorded.endpoint_ = std::make_unique<testing::LocalBedrock>(*std::move(endpoint));
  // Whatever the environment and the AWS profile files say.
  const aws::Credentials& key = recorded.endpoint_->credentials();
  AnthropicBedrockOptions client;
  client.aws_session = aws::Session({.region = recorded.endpoint_->region(),
                                     .access_key_id = key.access_key_id,
                                     .secret_access_key = key.secret_access_key,
                                     .session_token = key.session_token,
                                     .use_environment = false,
                                     .transport = {.proxy = "none"}});
  client.aws_region = recorded.endpoint_->region();
  client.base_url = recorded.endpoint_->base_url();
  recorded.client_ = std::make_unique<AnthropicBedrock>(std::move(client));
  return recorded;
}

}  // namespace anthropic::internal::tutorial
