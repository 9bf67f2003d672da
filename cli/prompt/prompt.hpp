#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include <anthropic/result.hpp>

#include "terminal/terminal.hpp"

namespace anthropic::internal::cli {

/// Whether what is typed can be seen.
enum class Echo { on, off };

/// Writes the question, then reads the next line of `fd`, without its end and not a byte more; empty once it
/// has ended. On a terminal `echo` says what is shown. Fails with ErrorKind::user_abort soon after `stop`
/// asks for it.
Result<std::optional<std::string>> ask_line(int fd, Output& questions, std::string_view question, Echo echo,
                                            const std::stop_token& stop);

/// Whether there is a person to ask: a terminal that controls this program.
bool can_ask_on_terminal();

/// Whether what was typed before the question was there is part of its answer.
enum class TypedBefore { counts, is_forgotten };

/// Asks the person at the terminal, whatever standard input and output are. Fails with
/// ErrorKind::configuration if there is none, or it ends.
Result<std::string> ask_on_terminal(std::string_view question, Echo echo, const std::stop_token& stop,
                                    TypedBefore typed = TypedBefore::counts);

/// Throws away what was typed and not read yet, if the descriptor is a terminal: a question that nobody has
/// seen has no answer.
void forget_typing(int fd);

/// Whether an answer to a "[y/N]" is a yes: "y" or "yes", in any case, with blanks around it.
bool means_yes(std::string_view answer);

}  // namespace anthropic::internal::cli
