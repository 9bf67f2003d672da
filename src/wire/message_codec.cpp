#include "wire/message_codec.hpp"

#include "wire/json_fields.hpp"

namespace anthropic {

Json usage_to_json(const Usage& usage) {
  Json json = Json::object({{"input_tokens", usage.input_tokens}, {"output_tokens", usage.output_tokens}});
  if (usage.cache_creation_input_tokens)
    json.set("cache_creation_input_tokens", *usage.cache_creation_input_tokens);
  if (usage.cache_read_input_tokens) json.set("cache_read_input_tokens", *usage.cache_read_input_tokens);
  merge(usage.extra, json);
  return json;
}

void update_usage(Json json, Usage& usage) {
  if (const auto tokens = take_int64(json, "input_tokens")) usage.input_tokens = *tokens;
  if (const auto tokens = take_int64(json, "output_tokens")) usage.output_tokens = *tokens;
  if (const auto tokens = take_int64(json, "cache_creation_input_tokens"))
    usage.cache_creation_input_tokens = tokens;
  if (const auto tokens = take_int64(json, "cache_read_input_tokens")) usage.cache_read_input_tokens = tokens;
  if (!json.empty()) merge(json, usage.extra);
}

bool looks_like_message(const Json& json) {
  return json["type"].as_string() == "message" && json["content"].is_array();
}

std::string Message::text() const {
  std::string text;
  for (const ContentBlock& block : content) text += block.text();
  return text;
}

Json Message::to_json() const {
  Json json = Json::object();
  if (!id.empty()) json.set("id", id);
  json.set("type", "message");
  json.set("role", role.name());
  json.set("content", Content(content).to_json());
  if (!model.empty()) json.set("model", model);
  json.set("stop_reason", stop_reason.empty() ? Json() : Json(stop_reason.name()));
  json.set("stop_sequence", stop_sequence ? Json(*stop_sequence) : Json());
  json.set("usage", usage_to_json(usage));
  merge(extra, json);
  return json;
}

Result<Message> Message::from_json(Json json) {
  if (!looks_like_message(json)) {
    return Error{
        .kind = ErrorKind::response_validation,
        .message = "the answer is not a message: \"type\" is not \"message\" or \"content\" is no array"};
  }
  Message message;
  json.erase("type");
  message.id = take_string(json, "id").value_or("");
  message.role = take_string(json, "role").value_or(std::string(Role::assistant));
  message.model = take_string(json, "model").value_or("");
  if (auto reason = take_string(json, "stop_reason")) message.stop_reason = StopReason(std::move(*reason));
  if (json["stop_reason"].is_null()) json.erase("stop_reason");
  message.stop_sequence = take_string(json, "stop_sequence");
  if (json["stop_sequence"].is_null()) json.erase("stop_sequence");
  if (json["usage"].is_object()) update_usage(take(json, "usage"), message.usage);
  const Json content = take(json, "content");
  for (const Json& item : content.items()) message.content.push_back(ContentBlock::from_json(item));
  message.extra = rest(std::move(json));
  return message;
}

}  // namespace anthropic
