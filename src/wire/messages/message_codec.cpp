#include "wire/messages/message_codec.hpp"

#include "wire/json/fields.hpp"
#include "wire/messages/content_codec.hpp"

namespace anthropic::internal {

namespace {

void write(const CacheCreation& creation, JsonSink& sink) {
  ObjectWriter object(sink, creation.extra);
  object.value("ephemeral_5m_input_tokens", creation.ephemeral_5m_input_tokens);
  object.value("ephemeral_1h_input_tokens", creation.ephemeral_1h_input_tokens);
  object.end();
}

void write(const ServerToolUsage& usage, JsonSink& sink) {
  ObjectWriter object(sink, usage.extra);
  object.value("web_search_requests", usage.web_search_requests);
  object.value("web_fetch_requests", usage.web_fetch_requests);
  object.end();
}

void write(const OutputTokensDetails& details, JsonSink& sink) {
  ObjectWriter object(sink, details.extra);
  object.value("thinking_tokens", details.thinking_tokens);
  object.end();
}

void write(const Usage& usage, JsonSink& sink) {
  ObjectWriter object(sink, usage.extra);
  object.value("input_tokens", usage.input_tokens);
  object.value("output_tokens", usage.output_tokens);
  if (usage.cache_creation_input_tokens)
    object.value("cache_creation_input_tokens", *usage.cache_creation_input_tokens);
  if (usage.cache_read_input_tokens) object.value("cache_read_input_tokens", *usage.cache_read_input_tokens);
  if (usage.cache_creation && object.begin("cache_creation")) write(*usage.cache_creation, sink);
  if (usage.server_tool_use && object.begin("server_tool_use")) write(*usage.server_tool_use, sink);
  if (usage.output_tokens_details && object.begin("output_tokens_details"))
    write(*usage.output_tokens_details, sink);
  if (usage.service_tier) object.string("service_tier", *usage.service_tier);
  if (usage.inference_geo) object.string("inference_geo", *usage.inference_geo);
  if (usage.speed) object.string("speed", *usage.speed);
  object.end();
}

/// The members of an object, if all those that its struct always writes are there.
bool has_counts(const Json& json, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    if (!json[name].as_int64()) return false;
  }
  return true;
}

void update_details(Json& json, Usage& usage) {
  if (has_counts(json["cache_creation"], {"ephemeral_5m_input_tokens", "ephemeral_1h_input_tokens"})) {
    Json taken = take(json, "cache_creation");
    CacheCreation& creation = usage.cache_creation.emplace();
    creation.ephemeral_5m_input_tokens = *take_int64(taken, "ephemeral_5m_input_tokens");
    creation.ephemeral_1h_input_tokens = *take_int64(taken, "ephemeral_1h_input_tokens");
    creation.extra = rest(std::move(taken));
  }
  if (has_counts(json["server_tool_use"], {"web_search_requests", "web_fetch_requests"})) {
    Json taken = take(json, "server_tool_use");
    ServerToolUsage& tools = usage.server_tool_use.emplace();
    tools.web_search_requests = *take_int64(taken, "web_search_requests");
    tools.web_fetch_requests = *take_int64(taken, "web_fetch_requests");
    tools.extra = rest(std::move(taken));
  }
  if (has_counts(json["output_tokens_details"], {"thinking_tokens"})) {
    Json taken = take(json, "output_tokens_details");
    OutputTokensDetails& details = usage.output_tokens_details.emplace();
    details.thinking_tokens = *take_int64(taken, "thinking_tokens");
    details.extra = rest(std::move(taken));
  }
}

std::vector<ContentBlock> answer_blocks(const Json& items) {
  std::vector<ContentBlock> blocks;
  blocks.reserve(items.size());
  for (Json item : items.items()) {
    complete_tool_use(item);
    blocks.push_back(ContentBlock::from_json(std::move(item)));
    if (auto* use = std::get_if<ToolUseBlock>(&blocks.back())) keep_input_an_object(*use);
  }
  return blocks;
}

std::optional<Error> find_fault(const Message& message) {
  for (std::size_t i = 0; i < message.content.size(); ++i) {
    const std::string_view missing = missing_of_tool_use(message.content[i]);
    if (missing.empty()) continue;
    return Error{
        .kind = ErrorKind::response_validation,
        .message = "the answer's content[" + std::to_string(i) + "] is a tool_use without \"" +
                   std::string(missing) + "\", or with one that is no text",
        .hint = "Such a call can neither be run nor answered: what answers there does not keep to the API.",
        .partial_message = std::make_shared<const Message>(message)};
  }
  return std::nullopt;
}

}  // namespace

void write(const RefusalStopDetails& details, JsonSink& sink) {
  ObjectWriter object(sink, details.extra, details.type);
  if (details.category) object.string("category", *details.category);
  if (details.explanation) object.string("explanation", *details.explanation);
  object.end();
}

std::optional<RefusalStopDetails> take_stop_details(Json& object) {
  if (!object["stop_details"].is_object()) return std::nullopt;
  Json json = take(object, "stop_details");
  RefusalStopDetails details;
  details.type = take_text(json, "type");
  details.category = take_string(json, "category");
  details.explanation = take_string(json, "explanation");
  details.extra = rest(std::move(json));
  return details;
}

void update_usage(Json json, Usage& usage) {
  if (const auto tokens = take_int64(json, "input_tokens")) usage.input_tokens = *tokens;
  if (const auto tokens = take_int64(json, "output_tokens")) usage.output_tokens = *tokens;
  if (const auto tokens = take_int64(json, "cache_creation_input_tokens"))
    usage.cache_creation_input_tokens = tokens;
  if (const auto tokens = take_int64(json, "cache_read_input_tokens")) usage.cache_read_input_tokens = tokens;
  if (auto tier = take_string(json, "service_tier")) usage.service_tier = std::move(tier);
  if (auto geo = take_string(json, "inference_geo")) usage.inference_geo = std::move(geo);
  if (auto speed = take_string(json, "speed")) usage.speed = std::move(speed);
  update_details(json, usage);
  if (!json.empty()) merge(json, usage.extra);
}

bool looks_like_message(const Json& json) {
  return json["type"].as_string() == "message" && json["content"].is_array();
}

void write(const MessageParam& message, JsonSink& sink) {
  ObjectWriter object(sink, message.extra);
  if (!message.role.name().empty()) object.string("role", message.role.name());
  if (!message.content.is_absent() && object.begin("content")) write(message.content, sink);
  object.end();
}

void write(const Message& message, JsonSink& sink) {
  ObjectWriter object(sink, message.extra);
  if (!message.id.empty()) object.string("id", message.id);
  object.string("type", "message");
  object.string("role", message.role.name());
  if (object.begin("content")) write(message.content, sink);
  if (!message.model.empty()) object.string("model", message.model);
  if (!message.stop_reason.empty()) object.string("stop_reason", message.stop_reason.name());
  if (message.stop_sequence) object.string("stop_sequence", *message.stop_sequence);
  if (message.stop_details && object.begin("stop_details")) write(*message.stop_details, sink);
  if (object.begin("usage")) write(message.usage, sink);
  object.end();
}

}  // namespace anthropic::internal

namespace anthropic::inline v0 {

using namespace internal;

MessageParam MessageParam::tool_results(std::vector<ToolResultBlock> results) {
  std::vector<ContentBlock> blocks;
  blocks.reserve(results.size());
  for (ToolResultBlock& result : results) blocks.emplace_back(std::move(result));
  return {.role = Role::user, .content = std::move(blocks)};
}

MessageParam MessageParam::effort_from_here(std::string effort) {
  Json config = Json::object({{"effort", std::move(effort)}});
  return {.role = Role::system,
          .content = std::vector<ContentBlock>(),
          .extra = Json::object({{"output_config", std::move(config)}})};
}

MessageParam MessageParam::system_for_this_turn(Content text) {
  return {.role = Role::system,
          .content = std::move(text),
          .extra = Json::object({{"clear_at", "next_user_message"}})};
}

Json MessageParam::to_json() const {
  TreeSink tree;
  write(*this, tree);
  return tree.take();
}

MessageParam MessageParam::from_json(Json json) {
  MessageParam message;
  message.role = take_text(json, "role");
  const bool has_content = json["content"].is_string() || json["content"].is_array();
  message.content = has_content ? Content::from_json(take(json, "content")) : Content();
  message.extra = json.is_object() ? rest(std::move(json)) : Json();
  return message;
}

std::string Message::text() const {
  std::string text;
  for (const ContentBlock& block : content) text += block.text();
  return text;
}

std::string Message::thinking() const {
  std::string thinking;
  for (const ContentBlock& block : content) {
    if (const auto* thought = std::get_if<ThinkingBlock>(&block)) thinking += thought->thinking;
  }
  return thinking;
}

std::vector<ToolUseBlock> Message::tool_uses() const {
  std::vector<ToolUseBlock> uses;
  for (const ContentBlock& block : content) {
    if (const auto* use = std::get_if<ToolUseBlock>(&block)) uses.push_back(*use);
  }
  return uses;
}

MessageParam Message::to_param() const {
  return {.role = role, .content = content};
}

Json Usage::to_json() const {
  TreeSink tree;
  write(*this, tree);
  return tree.take();
}

Json Message::to_json() const {
  TreeSink tree;
  write(*this, tree);
  return tree.take();
}

Result<Message> Message::from_json(Json json) {
  if (!looks_like_message(json)) {
    return Error{
        .kind = ErrorKind::response_validation,
        .message = "the answer is not a message: \"type\" is not \"message\" or \"content\" is no array"};
  }
  Message message;
  json.erase("type");
  message.id = take_text(json, "id");
  if (auto role = take_string(json, "role")) message.role = std::move(*role);
  message.content = answer_blocks(take(json, "content"));
  message.model = take_text(json, "model");
  message.stop_reason = StopReason(take_text(json, "stop_reason"));
  message.stop_sequence = take_string(json, "stop_sequence");
  message.stop_details = take_stop_details(json);
  if (json["usage"].is_object()) update_usage(take(json, "usage"), message.usage);
  message.extra = rest(std::move(json));
  if (auto fault = find_fault(message)) return *std::move(fault);
  return message;
}

}  // namespace anthropic::inline v0
