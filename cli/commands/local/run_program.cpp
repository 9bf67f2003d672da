#include "commands/local/run_program.hpp"

#include <cerrno>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

#include "base/process/spawn_program.hpp"
#include "errors/exit_codes.hpp"
#include "errors/report_error.hpp"

namespace anthropic::internal::cli {
namespace {

/// 0, or errno.
int spawn(const std::vector<std::string>& words, const std::vector<VariableChange>& changes, pid_t& pid) {
  std::vector<std::string> variables = changed_variables(changes);
  ProgramStart start{.program = words.front(), .arguments = words};
  for (std::string& variable : variables) start.variables.push_back(variable.data());
  start.variables.push_back(nullptr);
  sigemptyset(&start.default_signals);
  // What this program changed; a program under nohup stays so.
  for (const int signal : {SIGPIPE, SIGXFSZ, SIGCHLD}) sigaddset(&start.default_signals, signal);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  return spawn_program(actions, std::move(start), pid);
}

Error no_program(const std::string& program) {
  if (program.find('/') == std::string::npos)
    return usage_error("there is no command " + program + " to run",
                       "behind -- stands a program with its arguments; a line for a shell: -- sh -c '…'");
  return usage_error("there is no file " + program + " to run");
}

Error cannot_run(const std::string& program, int reason) {
  return usage_error("cannot run " + program + ": " + std::generic_category().message(reason),
                     reason == ENOEXEC ? "a script begins with its interpreter: #!/bin/sh" : "");
}

/// Of a script without its interpreter the system says the same as of one that is not there.
bool is_there(const std::string& program) {
  return program.find('/') != std::string::npos && ::access(program.c_str(), F_OK) == 0;
}

int report_not_started(const std::string& program, int reason, Output& err) {
  const bool is_missing = reason == ENOENT || reason == ENOTDIR;
  if (is_missing && !is_there(program)) {
    report_usage(err, no_program(program));
    return kExitNoCommand;
  }
  report_usage(err, is_missing ? usage_error("cannot run " + program +
                                             ": the interpreter on its first line is not there")
                               : cannot_run(program, reason));
  return kExitCannotExecute;
}

/// The terminal sends these to the program as well.
bool is_key(const siginfo_t& signal) {
  return signal.si_code == SI_KERNEL && (signal.si_signo == SIGINT || signal.si_signo == SIGQUIT);
}

int wait_for_end(pid_t pid) {
  const sigset_t signals = signals_of_program();
  while (true) {
    siginfo_t received = {};
    const int signal = ::sigwaitinfo(&signals, &received);
    if (signal < 0) continue;
    int status = 0;
    if (signal == SIGCHLD && ::waitpid(pid, &status, WNOHANG) == pid) return exit_code_of(status);
    if (signal != SIGCHLD && !is_key(received)) ::kill(pid, signal);
  }
}

}  // namespace

sigset_t signals_of_program() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGCHLD}) sigaddset(&signals, signal);
  return signals;
}

ProgramEnd run_program(const std::vector<std::string>& words, const std::vector<VariableChange>& changes,
                       Output& err) {
  signal(SIGCHLD, SIG_DFL);  // Ignored, it would take the exit code with it.
  pid_t pid = -1;
  if (const int failed = spawn(words, changes, pid))
    return {.exit_code = report_not_started(words.front(), failed, err), .was_started = false};
  return {.exit_code = wait_for_end(pid)};
}

}  // namespace anthropic::internal::cli
