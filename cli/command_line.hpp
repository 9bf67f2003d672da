#pragma once

#include <optional>
#include <variant>

#include "ask.hpp"
#include "chat.hpp"
#include "completion.hpp"
#include "local.hpp"
#include "models.hpp"
#include "terminal.hpp"

namespace anthropic::cli {

using Command = std::variant<AskOptions, ChatOptions, ModelsOptions, LocalOptions, CompletionOptions>;

struct CommandLine {
  std::optional<Command> command = {};
  int exit_code = 0;  ///< Without a command: help was printed, or what is wrong.
};

CommandLine parse_command_line(int argc, const char* const* argv, Console& console);

}  // namespace anthropic::cli
