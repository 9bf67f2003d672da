#pragma once

#include <anthropic/messages.hpp>

#include "ask.hpp"
#include "signals.hpp"
#include "tool_file.hpp"

namespace anthropic::cli {

/// What `ask` has to say in the end.
struct Answer {
  Message message = {};
  /// What fits the schema, of --schema; null otherwise.
  Json value = {};
};

/// What `ask` needs beside the question, read before anything is asked.
struct AskExtras {
  std::vector<CommandTool> tools = {};
  Json schema = {};  ///< Null without --schema.
};
Result<AskExtras> read_extras(const AskOptions& options);

/// Asks. Text and events are printed as they come, unless the answer is wanted whole.
Result<Answer> ask(const Messages& messages, const MessageCreateParams& params, const AskOptions& options,
                   const AskExtras& extras, Interrupts& interrupts, Console& console);

}  // namespace anthropic::cli
