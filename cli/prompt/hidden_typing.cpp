#include "prompt/hidden_typing.hpp"

namespace anthropic::internal::cli {

HiddenTyping::HiddenTyping(int fd, LineEnds line_ends)
    : fd_(fd), line_ends_(line_ends), is_terminal_(::tcgetattr(fd, &before_) == 0) {
  hide();
}

HiddenTyping::~HiddenTyping() {
  if (is_terminal_) ::tcsetattr(fd_, TCSADRAIN, &before_);
}

void HiddenTyping::hide() {
  if (!is_terminal_) return;
  termios hidden = before_;
  hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHONL);
  if (line_ends_ == LineEnds::are_shown) hidden.c_lflag |= ECHONL;
  ::tcsetattr(fd_, TCSADRAIN, &hidden);
}

}  // namespace anthropic::internal::cli
