#pragma once

#include <optional>
#include <string>

#include "arguments/command.hpp"
#include "connection/connection_options.hpp"
#include "question/attachments.hpp"

namespace anthropic::internal::cli {

struct CountOptions {
  ConnectionOptions connection = {};
  ModelOptions model = {};
  std::optional<std::string> prompt = {};  ///< "-" for standard input.
  Attachments attachments = {};
  bool json = false;
};

/// How many tokens a question has, without asking it. Returns the exit code.
int run_count(const CountOptions& options, Console& console);

Command count_command();

}  // namespace anthropic::internal::cli
