#pragma once

#include <optional>
#include <string>
#include <vector>

#include "connection.hpp"
#include "terminal.hpp"

namespace anthropic::cli {

struct AskOptions {
  ConnectionOptions connection = {};
  ModelOptions model = {};
  std::optional<std::string> prompt = {};  ///< "-" for standard input.
  std::vector<std::string> files = {};
  std::string from_s3 = {};  ///< "s3://bucket/key": text that is put before the prompt.
  std::string to_s3 = {};    ///< Where the answer, or with `json` the message, is stored too.
  bool no_stream = false;
  bool json = false;
  bool verbose = false;
};

/// One question, one answer on standard output. Returns the exit code.
int run_ask(const AskOptions& options, Console& console);

}  // namespace anthropic::cli
