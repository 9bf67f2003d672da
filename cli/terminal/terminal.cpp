#include "terminal/terminal.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/file/read_write.hpp"
#include "errors/exit_codes.hpp"
#include "text/text.hpp"

namespace anthropic::internal::cli {
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
  return is_terminal_ ? write_bytes(without_control_characters(text)) : write_bytes(text);
}

bool Output::write_answer(std::string_view text) {
  return is_terminal_ ? write_bytes(without_control_characters(text, Joiners::stay)) : write_bytes(text);
}

bool Output::write(const StyledText& text) {
  return write_bytes(text.bytes());
}

bool Output::write_bytes(std::string_view text) {
  if (failure_ != 0) return false;
  if (!text.empty()) at_line_start_ = text.back() == '\n';
  failure_ = write_all(fd_, text);
  return failure_ == 0;
}

bool Output::end_line() {
  return at_line_start_ || write("\n");
}

int Console::finish(int exit_code) {
  if (out.failure() == 0 || exit_code != kExitOk) return exit_code;
  if (out.failure() == EPIPE) return kExitBrokenPipe;
  err.write("claude-bedrock: cannot write to standard output: " + std::string(std::strerror(out.failure())) +
            "\n");
  return kExitUnexpected;
}

}  // namespace anthropic::internal::cli
