#pragma once

#include <string>

#include <anthropic/stream_event.hpp>

#include "conversation/turn.hpp"
#include "terminal/terminal.hpp"

namespace anthropic::internal::cli {

/// Prints what is to be seen of an answer while it comes. False if the reader went away: the answer is not
/// paid for any further.
bool print_event(Output& out, const StreamEvent& event, const TurnOptions& options);

/// Prints what is left of a whole answer.
void print_answer(Output& out, const Turn& turn, const TurnOptions& options);

/// The message as the API sent it, with its request id, on one line.
std::string answer_json(const Message& message);

/// What a schema made of the answer, on one line.
std::string value_json(const Turn& turn);

/// "1 turn", "20 turns"
std::string count_turns(int turns);

/// Says why an answer is not the whole one: cut, refused, too many calls of tools. Nothing if it is.
void print_turn_notice(Output& err, const Turn& turn, std::int64_t max_tokens);

/// Shows what Claude said where that could not be used, which is paid for all the same. Nothing for other
/// errors.
void print_unusable_answer(Output& err, const Error& error, const TurnOptions& options);

}  // namespace anthropic::internal::cli
