#pragma once

#include <spawn.h>
#include <string>
#include <sys/types.h>
#include <vector>

#include "base/process/child_environment.hpp"
#include "base/process/spawn_program.hpp"

namespace anthropic::internal {

/// Starts `sh` with these arguments. `actions`, which it destroys, say what its standard streams are; it inherits no other
/// descriptor, and has signals as a new program expects them. 0, or errno.
int spawn_shell(posix_spawn_file_actions_t& actions, std::vector<std::string> arguments,
                ChildEnvironment environment, ProcessGroup group, pid_t& pid);

}  // namespace anthropic::internal
