#include "prompt.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>
#include <utility>

#include "report_error.hpp"
#include "text.hpp"

namespace anthropic::cli {
namespace {

/// Typing is not shown while this lives, if the descriptor is a terminal.
class HiddenTyping {
 public:
  HiddenTyping(int fd, Echo echo) : fd_(fd) {
    is_hidden_ = echo == Echo::off && ::tcgetattr(fd, &before_) == 0;
    if (!is_hidden_) return;
    termios hidden = before_;
    hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    hidden.c_lflag |= ECHONL;
    ::tcsetattr(fd, TCSADRAIN, &hidden);
  }
  ~HiddenTyping() {
    if (is_hidden_) ::tcsetattr(fd_, TCSADRAIN, &before_);
  }
  HiddenTyping(const HiddenTyping&) = delete;
  HiddenTyping& operator=(const HiddenTyping&) = delete;

 private:
  int fd_;
  bool is_hidden_ = false;
  termios before_ = {};
};

Error stopped() {
  Error error;
  error.kind = ErrorKind::user_abort;
  error.message = "nothing was typed";
  return error;
}

bool wait_for_input(int fd, const std::stop_token& stop) {
  constexpr int kMillisecondsBetweenLooks = 25;
  pollfd input = {fd, POLLIN, 0};
  while (!stop.stop_requested()) {
    if (::poll(&input, 1, kMillisecondsBetweenLooks) > 0) return true;
  }
  return false;
}

}  // namespace

Result<std::optional<std::string>> ask_line(int fd, Output& questions, std::string_view question, Echo echo,
                                            const std::stop_token& stop) {
  const HiddenTyping hidden(fd, echo);
  questions.write(without_control_characters(question));
  std::string line;
  for (;;) {
    if (!wait_for_input(fd, stop)) return stopped();
    char c = 0;
    const ssize_t count = ::read(fd, &c, 1);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return usage_error(std::string("cannot read the answer: ") + std::strerror(errno));
    if (count == 0 && line.empty()) return std::optional<std::string>();
    if (count == 0 || c == '\n') break;
    line += c;
  }
  if (line.ends_with('\r')) line.pop_back();
  return std::optional(std::move(line));
}

bool can_ask_on_terminal() {
  const int fd = ::open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (fd >= 0) ::close(fd);
  return fd >= 0;
}

void forget_typing(int fd) {
  ::tcflush(fd, TCIFLUSH);
}

bool means_yes(std::string_view answer) {
  const std::size_t first = answer.find_first_not_of(" \t");
  if (first == std::string_view::npos) return false;
  std::string word(answer.substr(first, answer.find_last_not_of(" \t") - first + 1));
  for (char& c : word) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return word == "y" || word == "yes";
}

Result<std::string> ask_on_terminal(std::string_view question, Echo echo, const std::stop_token& stop,
                                    TypedBefore typed) {
  const int fd = ::open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (fd < 0)
    return usage_error("there is no terminal to ask \"" + without_control_characters(question) + "\" on");
  if (typed == TypedBefore::is_forgotten) forget_typing(fd);
  Output terminal(fd);
  Result<std::optional<std::string>> line = ask_line(fd, terminal, question, echo, stop);
  ::close(fd);
  if (!line) return line.error();
  if (!*line) return usage_error("the terminal ended without an answer");
  return **std::move(line);
}

}  // namespace anthropic::cli
