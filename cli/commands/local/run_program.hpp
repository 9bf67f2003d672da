#pragma once

#include <signal.h>
#include <string>
#include <vector>

#include "base/process/child_environment.hpp"
#include "terminal/terminal.hpp"

namespace anthropic::internal::cli {

/// The signals that run_program() waits for. They are masked in every thread before it is called.
sigset_t signals_of_program();

struct ProgramEnd {
  int exit_code = 0;  ///< 128 and the signal's number if a signal ended it.
  bool was_started = true;
};

/// Runs a program, the first of the words, with the standard streams of this one. If it cannot be started, `err`
/// says why, and the code is kExitNoCommand or kExitCannotExecute. A signal that would end this program is passed on to
/// it instead; what the terminal's keys send has reached it already.
ProgramEnd run_program(const std::vector<std::string>& words, const std::vector<VariableChange>& changes,
                       Output& err);

}  // namespace anthropic::internal::cli
