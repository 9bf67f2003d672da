#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <anthropic/message.hpp>

namespace anthropic::cli {

/// Answers the tool calls of the last message that have no result, with `why` as a failure: a conversation
/// that ends with a call can neither be sent nor gone on with. Returns how many there were.
std::size_t answer_open_calls(std::vector<MessageParam>& messages, const std::string& why);

}  // namespace anthropic::cli
