#pragma once

#include <string>

#include <anthropic/message.hpp>

namespace anthropic::internal {

/// Appends what Message::to_json() says as compact JSON text, without the tree.
void append_message_text(const Message& message, std::string& out);

}  // namespace anthropic::internal
