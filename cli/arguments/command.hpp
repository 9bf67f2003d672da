#pragma once

#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "arguments/declaration.hpp"
#include "terminal/terminal.hpp"

namespace anthropic::internal::cli {

/// What is left to do once the command line has been read. Returns the exit code.
using Run = std::function<int(Console& console)>;

/// Declares a command's options, and says what runs with them.
using Declare = std::function<Run(Declaration& declaration)>;

/// A command, with all that `--help`, the shells' completion, the man pages and docs/cli.md say of it.
struct Command {
  const char* name = "";
  const char* about = "";
  const char* examples = "";  ///< Lines for a shell, each with its end.
  Declare declare = {};       ///< Called only if the line names the command. Empty: a subcommand must follow.
  std::vector<Command> subcommands = {};
  const char* notes = "";  ///< What else there is to say, in lines.
  bool lists_exit_codes = true;
  bool takes_program = false;  ///< What stands behind `--` is for Declaration::program().
};

/// The commands of the program, for those that describe all of them.
using AllCommands = std::vector<Command> (*)();

/// A function with the options that the command line filled.
template <class Options>
struct RunWith {
  std::shared_ptr<Options> options;
  int (*run)(const Options& options, Console& console);

  int operator()(Console& console) const { return run(*options, console); }
};

/// Declares options that commands share, of which the line can name only one.
template <class Options>
Declare with_shared(std::shared_ptr<Options> options, void (*declare)(Declaration&, Options&),
                    int (*run)(const Options&, Console&)) {
  return [=](Declaration& declaration) -> Run {
    declare(declaration, *options);
    return RunWith<Options>{options, run};
  };
}

/// Declares options of a command's own.
template <class Options>
Declare with_options(void (*declare)(Declaration&, Options&), int (*run)(const Options&, Console&)) {
  return [=](Declaration& declaration) -> Run {
    return with_shared(std::make_shared<Options>(), declare, run)(declaration);
  };
}

}  // namespace anthropic::internal::cli
