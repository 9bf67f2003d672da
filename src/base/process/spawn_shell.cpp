#include "base/process/spawn_shell.hpp"

#include <utility>

namespace anthropic::internal {

int spawn_shell(posix_spawn_file_actions_t& actions, std::vector<std::string> arguments,
                ChildEnvironment environment, ProcessGroup group, pid_t& pid) {
  arguments.insert(arguments.begin(), "sh");
  ProgramStart start{.program = "/bin/sh",
                     .arguments = std::move(arguments),
                     .variables = variables_of_child(environment),
                     .group = group};
  sigfillset(&start.default_signals);
  return spawn_program(actions, std::move(start), pid);
}

}  // namespace anthropic::internal
