#pragma once

#include <optional>
#include <string>
#include <vector>

#include <anthropic/message.hpp>

namespace anthropic::internal::cli {

/// What `chat` keeps between turns, and what /save and /load exchange.
struct Conversation {
  std::string model = {};
  std::optional<std::string> system = {};
  std::vector<MessageParam> messages = {};
};

/// {"model": …, "system": …, "messages": […]}, indented.
std::string to_json_text(const Conversation& conversation);

/// Fails, with a usage error that says what is wrong, if the text is not such a document, or a tool's call
/// and its result are not both there (calls in the last message may have none). What it does not know it
/// leaves out; messages keep every block and member.
Result<Conversation> conversation_from_json(std::string_view text);

/// Writes the file whole or not at all, readable by its owner only. A symbolic link stays. Only regular files
/// are written and read. Fails with a usage error.
Result<void> save_conversation(const Conversation& conversation, const std::string& path);
Result<Conversation> load_conversation(const std::string& path);

}  // namespace anthropic::internal::cli
