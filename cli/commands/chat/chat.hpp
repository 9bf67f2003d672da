#pragma once

#include "arguments/command.hpp"
#include "connection/connection_options.hpp"
#include "conversation/turn.hpp"
#include "question/attachments.hpp"

namespace anthropic::internal::cli {

struct ChatOptions {
  ConnectionOptions connection = {};
  ModelOptions model = {};
  std::string load = {};         ///< A file that /save wrote.
  Attachments attachments = {};  ///< For the first turn.
  TurnOptions turn = {};
};

/// A conversation, turn by turn, until the input ends. On a terminal lines can be edited and Ctrl-C stops an
/// answer; otherwise each line of standard input is a turn. Returns the exit code: on a terminal 0; otherwise
/// that of the first turn or command that failed.
int run_chat(const ChatOptions& options, Console& console);

Command chat_command();

}  // namespace anthropic::internal::cli
