#include "base/process/spawn_program.hpp"

#include <sys/wait.h>

#include "base/process/child_descriptors.hpp"

namespace anthropic::internal {

int spawn_program(posix_spawn_file_actions_t& actions, ProgramStart start, pid_t& pid) {
  int failed = close_all_but_standard(actions);
  if (failed == 0) {
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &start.default_signals);
    posix_spawnattr_setpgroup(&attributes, 0);
    const short own_group = start.group == ProcessGroup::own ? POSIX_SPAWN_SETPGROUP : 0;
    posix_spawnattr_setflags(&attributes,
                             static_cast<short>(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | own_group));
    std::vector<char*> arguments;
    arguments.reserve(start.arguments.size() + 1);
    for (std::string& argument : start.arguments) arguments.push_back(argument.data());
    arguments.push_back(nullptr);
    failed = ::posix_spawnp(&pid, start.program.c_str(), &actions, &attributes, arguments.data(),
                            start.variables.data());
    posix_spawnattr_destroy(&attributes);
  }
  posix_spawn_file_actions_destroy(&actions);
  return failed;
}

int exit_code_of(int status) {
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace anthropic::internal
