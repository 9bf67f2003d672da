#pragma once

#include <string>
#include <vector>

#include <anthropic/message.hpp>

#include "tools/tool_file.hpp"

namespace anthropic::internal::cli {

/// A call that will run if it is allowed.
struct WaitingCall {
  ToolUseBlock use = {};
  std::string what = {};  ///< consent_question()
};

/// The calls of an answer that have a command. Those are left out that never run: of a tool that does not
/// exist, with an input that does not fit or was cut off.
std::vector<WaitingCall> waiting_calls(const Message& answer, const std::vector<CommandTool>& tools);

/// "weather: the command ended with exit code 1: …", one line for each call that failed, in the last message
/// if it holds results; not for those that the user did not allow.
std::vector<std::string> failed_calls(const std::vector<MessageParam>& messages);

}  // namespace anthropic::internal::cli
