#pragma once

#include <csignal>
#include <cstdint>
#include <spawn.h>
#include <string>
#include <sys/types.h>
#include <vector>

namespace anthropic::internal {

enum class ProcessGroup : std::uint8_t {
  parents,
  own,  ///< So that its children can be ended with it.
};

/// What a child process begins with.
struct ProgramStart {
  std::string program = {};                 ///< Without a slash in it, one of those in PATH.
  std::vector<std::string> arguments = {};  ///< The first is its name.
  std::vector<char*> variables = {};        ///< "NAME=VALUE", and null at the end.
  ProcessGroup group = ProcessGroup::parents;
  sigset_t default_signals = {};  ///< These do with it what they do with a new program; no signal is masked.
};

/// Starts a program without a shell. `actions`, which it destroys, say what its standard streams are; it
/// inherits no other descriptor. 0, or errno.
int spawn_program(posix_spawn_file_actions_t& actions, ProgramStart start, pid_t& pid);

/// Of a process that has ended, with the status that waitpid() gave: 128 + the signal's number if a signal ended it.
int exit_code_of(int status);

}  // namespace anthropic::internal
