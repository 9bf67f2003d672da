#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "tutorial/language/language.hpp"

namespace anthropic::internal::cli {

/// What a line asks of the tutorial.
struct TerminalCommand {
  enum class Kind : std::uint8_t {
    go_on,  ///< An empty line: what is offered first.
    run,
    edit,
    editor,
    hint,
    solution,
    compare,
    tokens,
    reset,
    next,
    previous,
    again,
    menu,
    language,
    help,
    quit,
    search,   ///< /WORD
    result,   ///< #2: of what was found
    place,    ///< A lesson or an exercise: 02, 2.1
    prompt,   ///< Text to try in the cell.
    unknown,  ///< A word that is none of these.
  };

  Kind kind = Kind::go_on;
  std::string argument = {};
};

/// Commands have a letter, and a word in both languages. More words than a command takes are a prompt, and so is
/// Chinese, and what begins with % .
TerminalCommand read_command(std::string_view line);

/// The command whose word is most like it; empty if none is.
std::string nearest_command(std::string_view word);

/// All commands, one a line.
std::string command_help(tutorial::Language language);

}  // namespace anthropic::internal::cli
