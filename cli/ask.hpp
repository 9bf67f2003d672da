#pragma once

#include <optional>
#include <string>
#include <vector>

#include "attachments.hpp"
#include "connection.hpp"
#include "terminal.hpp"

namespace anthropic::cli {

struct AskOptions {
  ConnectionOptions connection = {};
  ModelOptions model = {};
  std::optional<std::string> prompt = {};  ///< "-" for standard input.
  Attachments attachments = {};
  std::string from_s3 = {};             ///< "s3://bucket/key": text that is put before the prompt.
  std::string to_s3 = {};               ///< Where the answer, or with `json` the message, is stored too.
  std::vector<std::string> tools = {};  ///< Files that describe tools (tool_file.hpp).
  bool yes = false;                     ///< Run tools without asking.
  int max_turns = 20;                   ///< The most answers in a conversation with tools.
  std::string schema = {};              ///< A file with the JSON Schema that the answer must fit.
  bool no_stream = false;
  bool json = false;    ///< The message as the API sent it.
  bool events = false;  ///< Each event of the stream.
  bool verbose = false;
};

/// One question, one answer on standard output. Returns the exit code.
int run_ask(const AskOptions& options, Console& console);

}  // namespace anthropic::cli
