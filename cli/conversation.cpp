#include "conversation.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include "open_calls.hpp"
#include "report_error.hpp"
#include "wire/tool_pairing.hpp"

namespace anthropic::cli {
namespace {

Error file_error(std::string_view verb, const std::string& path, int error_number) {
  return usage_error("cannot " + std::string(verb) + " " + path + ": " + std::strerror(error_number));
}

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(fd, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
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

Result<void> write_file_atomically(const std::string& path, std::string_view bytes) {
  std::string temporary = path + ".XXXXXX";
  const int fd = ::mkstemp(temporary.data());  // made with mode 0600
  if (fd < 0) return file_error("write", path, errno);
  const bool is_written = write_all(fd, bytes) && ::fsync(fd) == 0;
  const int write_error = errno;
  const bool is_closed = ::close(fd) == 0;
  if (!is_written || !is_closed) {
    const int error_number = is_written ? errno : write_error;
    ::unlink(temporary.c_str());
    return file_error("write", path, error_number);
  }
  if (std::rename(temporary.c_str(), path.c_str()) != 0) {
    const int error_number = errno;
    ::unlink(temporary.c_str());
    return file_error("write", path, error_number);
  }
  return {};
}

Result<void> save_conversation(const Conversation& conversation, const std::string& path) {
  return write_file_atomically(path, to_json_text(conversation));
}

Result<Conversation> load_conversation(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return file_error("load", path, errno);
  std::string text;
  std::string buffer(std::size_t{64} * 1024, '\0');
  ssize_t count = 0;
  while ((count = ::read(fd, buffer.data(), buffer.size())) > 0)
    text.append(buffer, 0, static_cast<std::size_t>(count));
  const int error_number = errno;
  ::close(fd);
  if (count < 0) return file_error("load", path, error_number);
  Result<Conversation> conversation = conversation_from_json(text);
  if (!conversation)
    return usage_error("cannot load " + path + ": " + conversation.error().message,
                       "it should be a file that /save wrote");
  return conversation;
}

}  // namespace anthropic::cli
