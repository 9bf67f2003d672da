#pragma once

#include <cerrno>
#include <fcntl.h>
#include <map>
#include <spawn.h>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>
#include <vector>

#include "base/public_names.hpp"

extern char** environ;

namespace anthropic::internal::testing {

struct Ended {
  int status = -1;     ///< As from waitpid(): 0 for an end that is clean.
  std::string output;  ///< What it wrote, to standard error too.
};

/// Runs a program to its end, with these variables beside the test's own; it is stopped after a minute.
inline Ended run_program(const std::string& path, const std::map<std::string, std::string>& variables) {
  std::vector<std::string> kept;
  for (const auto& [name, value] : variables) kept.push_back(name + "=" + value);
  std::vector<char*> environment;
  for (char** own = environ; *own; ++own) environment.push_back(*own);
  for (std::string& variable : kept) environment.push_back(variable.data());
  environment.push_back(nullptr);

  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return {};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
  std::string name = "timeout";
  std::string seconds = "60";
  std::string program = path;
  char* arguments[] = {name.data(), seconds.data(), program.data(), nullptr};
  pid_t child = -1;
  const int failed = ::posix_spawnp(&child, name.c_str(), &actions, nullptr, arguments, environment.data());
  posix_spawn_file_actions_destroy(&actions);
  ::close(ends[1]);
  Ended ended;
  char buffer[4096];
  ssize_t size = 0;
  while (failed == 0 &&
         ((size = ::read(ends[0], buffer, sizeof buffer)) > 0 || (size < 0 && errno == EINTR))) {
    if (size > 0) ended.output.append(buffer, static_cast<std::size_t>(size));
  }
  ::close(ends[0]);
  if (failed == 0) ::waitpid(child, &ended.status, 0);
  return ended;
}

}  // namespace anthropic::internal::testing
