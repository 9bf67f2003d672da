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
  std::string from_s3 = {};  ///< "s3://bucket/key": text that is put before the prompt.
  std::string to_s3 = {};    ///< Where the answer, or with `json` the message, is stored too.
  bool no_stream = false;
  bool json = false;    ///< The message as the API sent it.
  bool events = false;  ///< Each event of the stream.
  bool verbose = false;
};

/// One question, one answer on standard output. Returns the exit code.
int run_ask(const AskOptions& options, Console& console);

}  // namespace anthropic::cli
