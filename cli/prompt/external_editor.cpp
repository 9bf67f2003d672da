#include "prompt/external_editor.hpp"

#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <system_error>
#include <termios.h>

#include "base/errors.hpp"
#include "base/file/files.hpp"
#include "base/process/spawn_shell.hpp"
#include "text/text.hpp"

namespace anthropic::internal::cli {
namespace {

constexpr int kMillisecondsBetweenLooks = 50;

/// A folder of one's own: editors put copies beside the file that they edit.
class PrivateFolder {
 public:
  explicit PrivateFolder(const std::string& parent) {
    std::string pattern = parent + "/claude-bedrock-XXXXXX";
    if (::mkdtemp(pattern.data())) path_ = pattern;
  }
  ~PrivateFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  PrivateFolder(const PrivateFolder&) = delete;
  PrivateFolder& operator=(const PrivateFolder&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// Keeps what would end the program until the file is removed.
class EndingSignals {
 public:
  EndingSignals() {
    sigemptyset(&held_);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&held_, signal);
    pthread_sigmask(SIG_BLOCK, &held_, &before_);
  }
  ~EndingSignals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  EndingSignals(const EndingSignals&) = delete;
  EndingSignals& operator=(const EndingSignals&) = delete;

  /// Ctrl-C is the editor's.
  static bool have_come() {
    sigset_t pending;
    return ::sigpending(&pending) == 0 &&
           (sigismember(&pending, SIGTERM) == 1 || sigismember(&pending, SIGHUP) == 1);
  }

 private:
  sigset_t held_;
  sigset_t before_;
};

/// Gives the terminal back as it was, however the editor left it.
class TerminalSettings {
 public:
  TerminalSettings() : is_terminal_(::tcgetattr(0, &before_) == 0) {}
  ~TerminalSettings() {
    if (is_terminal_) ::tcsetattr(0, TCSADRAIN, &before_);
  }
  TerminalSettings(const TerminalSettings&) = delete;
  TerminalSettings& operator=(const TerminalSettings&) = delete;

 private:
  termios before_ = {};
  const bool is_terminal_;
};

/// Starts it on the terminal that this program has. 0, or errno.
int spawn_editor(const std::string& command, const std::string& path, pid_t& pid) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  return spawn_shell(actions, {"-c", command + " \"$@\"", "sh", path}, ChildEnvironment::keep,
                     ProcessGroup::parents, pid);
}

/// Editors within a terminal take each key as it is typed.
bool is_terminal_taken() {
  termios settings = {};
  return ::tcgetattr(0, &settings) == 0 && (settings.c_lflag & ICANON) == 0;
}

std::string read_text(const std::string& path) {
  auto bytes = RealFiles().read(path);
  return bytes ? bytes->value_or("") : "";
}

/// Tells of a file that was written, and is no longer being written.
class SavedFile {
 public:
  explicit SavedFile(std::string path) : path_(std::move(path)), told_(stamp()), last_(told_) {}

  bool was_saved() {
    const std::int64_t now = stamp();
    const bool is_quiet = now == last_;
    last_ = now;
    if (!is_quiet || now == told_ || now == 0) return false;
    told_ = now;
    return true;
  }

 private:
  std::int64_t stamp() const { return RealFiles().stamp(path_); }

  const std::string path_;
  std::int64_t told_;
  std::int64_t last_;
};

}  // namespace

ExternalEditor::ExternalEditor(const Environment& environment)
    : command_(environment.get("VISUAL").value_or(environment.get("EDITOR").value_or("vi"))),
      folder_(environment.get("TMPDIR").value_or("/tmp")) {}

Result<ExternalEditor::Edited> ExternalEditor::edit(const std::string& text, const OnSave& on_save) const {
  const EndingSignals held;
  const TerminalSettings settings;
  const PrivateFolder folder(folder_);
  if (folder.path().empty())
    return configuration_error("no file can be made in " + folder_ + ": " + std::strerror(errno),
                               "Name another folder in TMPDIR.");
  const std::string path = folder.path() + "/prompt.txt";
  if (auto written = RealFiles().replace(path, text + "\n", 0600); !written) return written.error();
  SavedFile file(path);
  pid_t pid = -1;
  if (const int failed = spawn_editor(command_, path, pid))
    return configuration_error("the editor cannot be started: " + std::generic_category().message(failed));

  int status = 0;
  bool is_told_to_end = false;
  for (;;) {
    if (!is_told_to_end && EndingSignals::have_come()) is_told_to_end = ::kill(pid, SIGTERM) == 0;
    const pid_t ended = ::waitpid(pid, &status, WNOHANG);
    if (ended == pid || (ended < 0 && errno != EINTR)) break;
    if (file.was_saved() && !is_terminal_taken()) on_save(read_text(path));
    ::poll(nullptr, 0, kMillisecondsBetweenLooks);
  }
  return Edited{.exit_code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status),
                .text = read_text(path)};
}

}  // namespace anthropic::internal::cli
