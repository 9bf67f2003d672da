#pragma once

#include <optional>
#include <string>

#include "arguments/command.hpp"
#include "connection/connection_options.hpp"
#include "conversation/turn.hpp"
#include "question/attachments.hpp"

namespace anthropic::internal::cli {

struct AskOptions {
  ConnectionOptions connection = {};
  ModelOptions model = {};
  std::optional<std::string> prompt = {};  ///< "-" for standard input.
  Attachments attachments = {};
  std::string from_s3 = {};  ///< "s3://bucket/key": text that is put before the prompt.
  std::string to_s3 = {};    ///< Where the answer, or with --json the message, is stored too.
  TurnOptions turn = {};
  bool estimate = false;    ///< Says what it will cost, and does not ask.
  std::string prices = {};  ///< A file of prices.
};

/// One question, one answer on standard output. Returns the exit code.
int run_ask(const AskOptions& options, Console& console);

Command ask_command();

}  // namespace anthropic::internal::cli
