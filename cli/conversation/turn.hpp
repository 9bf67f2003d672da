#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include <anthropic/messages.hpp>

#include "conversation/turn_options.hpp"
#include "terminal/terminal.hpp"

namespace anthropic::internal::cli {

/// What a person says to a tool's run.
enum class Consent { yes, no, stop_turn };

/// What a turn works with. All of it outlives the turn.
struct TurnContext {
  const Messages& messages;
  const TurnOptions& options;
  const TurnFiles& files;
  Console& console;
  /// Asked to stop when the reader of standard output has gone, too.
  std::stop_source& stop;
  /// Asks whether a command may run, on the thread that take_turn() was called on. Not called with --yes.
  std::function<Consent(const std::string& what)> ask_consent;
};

/// What came of a question.
struct Turn {
  std::optional<Error> error = {};  ///< Why there is no answer, or not the last one.
  Message message = {};             ///< The last answer.
  Json value = {};                  ///< What fits the schema; null without one.
  /// What the conversation gained behind the question, until the error if there is one: answers, and a result
  /// for each tool call in them, so that it can be sent and saved.
  std::vector<MessageParam> added = {};
  Usage usage = {};  ///< Of all answers together.
  /// Why Claude, which wants to go on, is not asked again; empty if it has ended, or there is an error.
  std::string why_unfinished = {};
};

/// Asks the question that ends `params.messages`, runs the tools that are called and allowed, and asks again
/// until there is an answer. Text and events are printed as they come, unless the answer is wanted whole.
Turn take_turn(const TurnContext& context, const MessageCreateParams& params);

}  // namespace anthropic::internal::cli
