#include "base/process/spawn_shell.hpp"

#include <csignal>

#include "base/process/child_descriptors.hpp"

namespace anthropic::internal {

int spawn_shell(posix_spawn_file_actions_t& actions, std::vector<std::string> arguments,
                ChildEnvironment environment, ProcessGroup group, pid_t& pid) {
  int failed = close_all_but_standard(actions);
  if (failed == 0) {
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setpgroup(&attributes, 0);
    const short own_group = group == ProcessGroup::own ? POSIX_SPAWN_SETPGROUP : 0;
    posix_spawnattr_setflags(&attributes,
                             static_cast<short>(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | own_group));
    arguments.insert(arguments.begin(), "sh");
    std::vector<char*> pointers;
    pointers.reserve(arguments.size() + 1);
    for (std::string& argument : arguments) pointers.push_back(argument.data());
    pointers.push_back(nullptr);
    const std::vector<char*> variables = variables_of_child(environment);
    failed = ::posix_spawn(&pid, "/bin/sh", &actions, &attributes, pointers.data(), variables.data());
    posix_spawnattr_destroy(&attributes);
  }
  posix_spawn_file_actions_destroy(&actions);
  return failed;
}

}  // namespace anthropic::internal
