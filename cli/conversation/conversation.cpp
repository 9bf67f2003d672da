#include "conversation/conversation.hpp"

#include <cstring>
#include <utility>

#include <anthropic/request_check.hpp>

#include "base/file/open_file.hpp"
#include "base/file/read_write.hpp"
#include "base/file/replacement_file.hpp"
#include "errors/report_error.hpp"

namespace anthropic::internal::cli {
namespace {

// More than could ever be sent as one request, with all its spaces.
constexpr std::size_t kLargestConversation = std::size_t{256} << 20;

Error cannot_load(const std::string& path, const std::string& why) {
  return usage_error("cannot load " + path + ": " + why);
}

Result<MessageParam> message_from_json(const Json& json, std::size_t number) {
  const auto role = json["role"].as_string();
  const Json& content = json["content"];
  const std::string place = "message " + std::to_string(number);
  if (!role || (*role != Role::user && *role != Role::assistant))
    return usage_error(place + " has no role \"user\" or \"assistant\"");
  if (!content.is_string() && !content.is_array())
    return usage_error(place + " has no content: it must be a string or an array");
  return MessageParam::from_json(json);
}

/// Calls at the end may still get their results; elsewhere one without the other could never be sent.
Result<void> check_whole(std::vector<MessageParam> messages) {
  answer_open_calls(messages, "-");
  return check_tool_pairs(messages);
}

}  // namespace

std::string to_json_text(const Conversation& conversation) {
  Json messages = Json::array();
  for (const MessageParam& message : conversation.messages) messages.push_back(message.to_json());
  Json json = Json::object({{"model", conversation.model}});
  json.set("system", conversation.system ? Json(*conversation.system) : Json(nullptr));
  json.set("messages", std::move(messages));
  return json.pretty() + "\n";
}

Result<Conversation> conversation_from_json(std::string_view text) {
  const Result<Json> json = Json::parse(text);
  if (!json) return usage_error("it is not JSON: " + json.error().message);
  if (!json->is_object()) return usage_error("it is not a JSON object");
  const Json& model = (*json)["model"];
  const Json& system = (*json)["system"];
  const Json& messages = (*json)["messages"];
  if (!messages.is_array()) return usage_error("it has no array \"messages\"");
  if (!model.is_null() && !model.is_string()) return usage_error("\"model\" is not a string");
  if (!system.is_null() && !system.is_string()) return usage_error("\"system\" is not a string");
  Conversation conversation;
  conversation.model = model.string_or("");
  if (system.is_string()) conversation.system = system.string_or("");
  for (const Json& item : messages.items()) {
    Result<MessageParam> message = message_from_json(item, conversation.messages.size() + 1);
    if (!message) return message.error();
    conversation.messages.push_back(*std::move(message));
  }
  if (auto whole = check_whole(conversation.messages); !whole) return usage_error(whole.error().message);
  return conversation;
}

Result<void> save_conversation(const Conversation& conversation, const std::string& path) {
  const auto file = ReplacementFile::begin(path, {.mode = 0600, .for_owner_only = true});
  if (!file) return usage_error(file.error().message, file.error().hint);
  if (auto written = (*file)->write(to_json_text(conversation)); !written)
    return usage_error(written.error().message);
  const Result<void> saved = (*file)->commit();
  return saved ? saved : usage_error(saved.error().message);
}

Result<Conversation> load_conversation(const std::string& path) {
  const OpenedFile file = open_to_read(path);
  if (!file.descriptor.is_open()) return cannot_load(path, file.why);
  std::string text;
  if (const int error = read_to_end(file.descriptor.get(), text, kLargestConversation, file.size))
    return cannot_load(path, std::strerror(error));
  if (text.size() > kLargestConversation) return cannot_load(path, "larger than 256 MiB");
  Result<Conversation> conversation = conversation_from_json(text);
  if (!conversation)
    return usage_error("cannot load " + path + ": " + conversation.error().message,
                       "it should be a file that /save wrote");
  return conversation;
}

}  // namespace anthropic::internal::cli
