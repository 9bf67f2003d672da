#include "base/process/processes.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <fcntl.h>
#include <optional>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <vector>

#include "base/file/descriptor.hpp"
#include "base/file/read_write.hpp"
#include "base/process/spawn_shell.hpp"

namespace anthropic::internal {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kLongestOutput = 1u << 20;
constexpr std::size_t kKeptErrors = 1024;
constexpr std::int64_t kLongestBetweenLooks = 64;  // milliseconds

/// Both ends of a pipe, closed with it.
class Pipe {
 public:
  Pipe() { usable_ = ::pipe2(ends_.data(), O_CLOEXEC) == 0; }
  ~Pipe() {
    close_end(0);
    close_end(1);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  bool usable() const { return usable_; }
  int end(std::size_t i) const { return ends_[i]; }
  void close_end(std::size_t i) {
    if (ends_[i] >= 0) ::close(ends_[i]);
    ends_[i] = -1;
  }

 private:
  std::array<int, 2> ends_{-1, -1};
  bool usable_ = false;
};

Error cannot_start(int reason) {
  return Error{.kind = ErrorKind::configuration,
               .message = "cannot start a process: " + std::generic_category().message(reason)};
}

/// A file without a name that holds the text, read from its beginning; not open if there cannot be one.
Descriptor file_of(std::string_view text) {
  Descriptor file(::memfd_create("input", MFD_CLOEXEC));
  if (!file.is_open() || write_all(file.get(), text) != 0) return {};
  ::lseek(file.get(), 0, SEEK_SET);
  return file;
}

int spawn_command(const std::string& command, ChildEnvironment environment, int input, const Pipe& output,
                  const Pipe& errors, pid_t& pid) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output.end(1), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, errors.end(1), STDERR_FILENO);
  return spawn_shell(actions, {"-c", command}, environment, ProcessGroup::own, pid);
}

/// Appends what can be read now; false at the end of the stream.
bool drain(int descriptor, std::string& into, std::size_t limit) {
  char buffer[4096];
  const ssize_t count = ::read(descriptor, buffer, sizeof buffer);
  if (count < 0) return errno == EINTR || errno == EAGAIN;
  const std::size_t room = limit - std::min(limit, into.size());
  into.append(buffer, std::min(room, static_cast<std::size_t>(count)));
  return count > 0;
}

/// Whether a child has ended and its status was taken.
bool has_ended(pid_t pid, int& status) {
  const pid_t ended = ::waitpid(pid, &status, WNOHANG);
  return ended == pid || (ended < 0 && errno != EINTR);
}

}  // namespace

Result<ProcessResult> RealProcesses::run_shell(const std::string& command, std::chrono::milliseconds timeout,
                                               std::stop_token stop, std::string_view input) {
  Pipe output, errors, wake;
  if (!output.usable() || !errors.usable() || !wake.usable()) return cannot_start(errno);
  pid_t pid = -1;
  Descriptor input_file = file_of(input);
  if (!input_file.is_open()) return cannot_start(errno);
  const int failed = spawn_command(command, environment_, input_file.get(), output, errors, pid);
  input_file.close();
  if (failed) return cannot_start(failed);
  output.close_end(1);
  errors.close_end(1);
  const std::stop_callback on_stop(
      stop, [&wake] { [[maybe_unused]] const ssize_t n = ::write(wake.end(1), "x", 1); });

  ProcessResult result;
  std::optional<Error> failure;
  const Clock::time_point deadline = Clock::now() + timeout;
  int status = 0;
  bool output_open = true, errors_open = true, ended = false;
  std::int64_t between_looks = 1;
  while (!ended && !failure) {
    std::int64_t left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
    const bool is_late = left <= 0;
    const bool is_open = output_open || errors_open;
    // One that has closed its outputs may run on; nothing tells when it ends.
    if (!is_open) {
      left = std::min(left, between_looks);
      between_looks = std::min(2 * between_looks, kLongestBetweenLooks);
    }
    pollfd watched[] = {{output_open ? output.end(0) : -1, POLLIN, 0},
                        {errors_open ? errors.end(0) : -1, POLLIN, 0},
                        {wake.end(0), POLLIN, 0}};
    const int ready =
        left > 0 ? ::poll(watched, 3, static_cast<int>(std::min<std::int64_t>(left, 1 << 30))) : 0;
    if (ready < 0 && errno == EINTR) continue;
    if (watched[2].revents || stop.stop_requested()) {
      failure = Error{.kind = ErrorKind::user_abort, .message = "the process was ended: cancelled"};
    } else if (ready <= 0 && (is_open || is_late)) {
      failure = Error{.kind = ErrorKind::timeout,
                      .message = "the process was ended: it had not finished within " +
                                 std::to_string(timeout.count()) + " ms"};
    } else {
      if (watched[0].revents) output_open = drain(output.end(0), result.output, kLongestOutput + 1);
      if (watched[1].revents) errors_open = drain(errors.end(0), result.errors, kKeptErrors);
      if (result.output.size() > kLongestOutput) {
        failure = Error{.kind = ErrorKind::configuration, .message = "the process prints more than 1 MiB"};
      }
    }
    ended = !failure && !output_open && !errors_open && has_ended(pid, status);
  }
  if (failure) {
    ::kill(-pid, SIGKILL);
    while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    return *failure;
  }
  result.exit_code = exit_code_of(status);
  return result;
}

}  // namespace anthropic::internal
