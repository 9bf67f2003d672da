#include "client/tools/tool_results.hpp"

#include <string>

#include "base/text/text.hpp"
#include "wire/messages/check/request_check.hpp"
#include "wire/messages/content_codec.hpp"

namespace anthropic::internal {
namespace {

std::size_t size_of(const Content& content) {
  if (const std::string* text = content.string()) return text->size();
  if (!content.blocks()) return 0;
  SizeSink size(Audience::server);
  for (const ContentBlock& block : *content.blocks()) {
    if (!std::holds_alternative<ImageBlock>(block)) write(block, size);
  }
  return size.size();
}

bool is_utf8(const Content& content) {
  Utf8Sink characters;
  write(content, characters);
  return characters.is_utf8();
}

/// What a server would refuse in a request with this result; empty if nothing is known.
std::string refusal(const ToolUseBlock& use, const ToolResultBlock& result) {
  const auto checked =
      check_request({.max_tokens = 1, .messages = {{"user", "-"}, {"assistant", {use}}, {"user", {result}}}});
  if (checked) return {};
  const std::string& message = checked.error().message;
  const std::size_t place = message.find(": ");
  return place == std::string::npos ? message : message.substr(place + 2);
}

/// Servers refuse texts in which nothing stands.
Content without_blank_texts(Content content) {
  std::vector<ContentBlock>* blocks = content.blocks();
  if (!blocks) return content;
  std::erase_if(*blocks, [](const ContentBlock& block) {
    const auto* text = std::get_if<TextBlock>(&block);
    return text && trim(text->text).empty();
  });
  return blocks->empty() ? Content() : content;
}

ToolResultBlock failure(const ToolUseBlock& use, std::string text) {
  return {.tool_use_id = use.id, .content = std::move(text), .is_error = true};
}

}  // namespace

ToolResultBlock tool_result(const ToolUseBlock& use, const ToolOutput& output, std::size_t max_bytes) {
  const std::size_t size = size_of(output.content());
  if (size > max_bytes) {
    return failure(use, "The tool's result is too large: " + std::to_string(size) + " bytes, more than the " +
                            std::to_string(max_bytes) + " that are allowed. Ask it for less.");
  }
  if (!is_utf8(output.content())) return failure(use, "The tool's result is not text in UTF-8.");
  ToolResultBlock result{.tool_use_id = use.id, .content = without_blank_texts(output.content())};
  if (output.is_error()) {
    if (result.content.empty()) return failure(use, "The tool failed and did not say why.");
    result.is_error = true;
  }
  const std::string refused = refusal(use, result);
  if (!refused.empty()) return failure(use, "The tool's result cannot be sent: " + refused);
  return result;
}

}  // namespace anthropic::internal
