#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include <anthropic/result.hpp>

#include "terminal.hpp"

namespace anthropic::cli {

/// Whether what is typed can be seen.
enum class Echo { on, off };

/// Writes the question, then reads the next line of `fd`, without its end and not a byte more; empty once it
/// has ended. On a terminal `echo` says what is shown. Fails with ErrorKind::user_abort soon after `stop`
/// asks for it.
Result<std::optional<std::string>> ask_line(int fd, Output& questions, std::string_view question, Echo echo,
                                            const std::stop_token& stop);

/// Whether there is a person to ask: a terminal that controls this program.
bool can_ask_on_terminal();

/// Asks the person at the terminal, whatever standard input and output are. Fails with
/// ErrorKind::configuration if there is none, or it ends.
Result<std::string> ask_on_terminal(std::string_view question, Echo echo, const std::stop_token& stop);

}  // namespace anthropic::cli
