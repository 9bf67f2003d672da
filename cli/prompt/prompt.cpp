#include "prompt/prompt.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>
#include <utility>

#include "base/file/descriptor.hpp"
#include "errors/report_error.hpp"
#include "prompt/hidden_typing.hpp"
#include "text/text.hpp"

namespace anthropic::internal::cli {
namespace {

Descriptor open_terminal() {
  return Descriptor(::open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC));
}

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
  std::optional<HiddenTyping> hidden;
  if (echo == Echo::off) hidden.emplace(fd, LineEnds::are_shown);
  questions.write(question);
  std::string line;
  for (;;) {
    if (!wait_for_input(fd, stop)) {
      questions.end_line();
      return stopped();
    }
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
  return open_terminal().is_open();
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
  const Descriptor open = open_terminal();
  const int fd = open.get();
  if (fd < 0)
    return usage_error("there is no terminal to ask \"" + without_control_characters(question) + "\" on");
  if (typed == TypedBefore::is_forgotten) forget_typing(fd);
  Output terminal(fd);
  Result<std::optional<std::string>> line = ask_line(fd, terminal, question, echo, stop);
  if (!line) return line.error();
  if (!*line) return usage_error("the terminal ended without an answer");
  return **std::move(line);
}

}  // namespace anthropic::internal::cli
