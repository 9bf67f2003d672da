#pragma once

#include <anthropic/error.hpp>

namespace anthropic::internal::cli {

// What the program tells scripts; docs/cli.md has the whole list. The numbers never change their meaning.
constexpr int kExitOk = 0;
constexpr int kExitUnexpected = 1;         ///< Something that no other code stands for, such as a full disk.
constexpr int kExitUsage = 2;              ///< The command line, a file named on it, or the prompt is wrong.
constexpr int kExitSomeFailed = 23;        ///< Of a batch, some lines have no answer; the others have.
constexpr int kExitFindings = 24;          ///< `migrate`, or a check, found something that is left to do.
constexpr int kExitCannotExecute = 126;    ///< Of a command to run, as shells say it: it cannot be started.
constexpr int kExitNoCommand = 127;        ///< The same: there is none of that name.
constexpr int kExitFirstSignal = 128;      ///< plus the signal's number: 130 for Ctrl-C
constexpr int kExitBrokenPipe = 128 + 13;  ///< The reader of standard output went away.

/// One code for each kind: 3 for `configuration`, and on in the order of ErrorKind; 130 for `user_abort`.
int exit_code(ErrorKind kind);

/// The exit codes as text for `--help`.
const char* exit_codes_help();

}  // namespace anthropic::internal::cli
