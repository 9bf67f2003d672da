#include "terminal.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "exit_codes.hpp"
#include "text.hpp"

namespace anthropic::cli {
namespace {

bool wants_colour() {
  const char* no_color = std::getenv("NO_COLOR");
  if (no_color && *no_color) return false;
  const char* term = std::getenv("TERM");
  return term && *term && std::strcmp(term, "dumb") != 0;
}

}  // namespace

Output::Output(int fd)
    : fd_(fd), is_terminal_(::isatty(fd) == 1), has_colour_(is_terminal_ && wants_colour()) {}

std::size_t Output::columns() const {
  constexpr std::size_t kUsual = 80;
  winsize size = {};
  return ::ioctl(fd_, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : kUsual;
}

bool Output::write(std::string_view text) {
  if (failure_ != 0) return false;
  if (!text.empty()) at_line_start_ = text.back() == '\n';
  while (!text.empty()) {
    const ssize_t count = ::write(fd_, text.data(), text.size());
    if (count >= 0) {
      text.remove_prefix(static_cast<std::size_t>(count));
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      pollfd ready = {fd_, POLLOUT, 0};
      ::poll(&ready, 1, -1);
    } else if (errno != EINTR) {
      failure_ = errno;
      return false;
    }
  }
  return true;
}

bool Output::write_foreign(std::string_view text) {
  return is_terminal_ ? write(without_control_characters(text)) : write(text);
}

bool Output::end_line() {
  return at_line_start_ || write("\n");
}

std::string Output::styled(std::string_view code, std::string_view text) const {
  if (!has_colour_) return std::string(text);
  std::string out = "\x1b[";
  out += code;
  out += 'm';
  out += text;
  out += "\x1b[0m";
  return out;
}

int Console::finish(int exit_code) {
  if (out.failure() == 0 || exit_code != kExitOk) return exit_code;
  if (out.failure() == EPIPE) return kExitBrokenPipe;
  err.write("claude-bedrock: cannot write to standard output: " + std::string(std::strerror(out.failure())) +
            "\n");
  return kExitUnexpected;
}

}  // namespace anthropic::cli
