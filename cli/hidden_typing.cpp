#include "hidden_typing.hpp"

namespace anthropic::cli {

HiddenTyping::HiddenTyping(int fd, LineEnds line_ends) : fd_(fd), is_hidden_(::tcgetattr(fd, &before_) == 0) {
  if (!is_hidden_) return;
  termios hidden = before_;
  hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHONL);
  if (line_ends == LineEnds::are_shown) hidden.c_lflag |= ECHONL;
  ::tcsetattr(fd, TCSADRAIN, &hidden);
}

HiddenTyping::~HiddenTyping() {
  if (is_hidden_) ::tcsetattr(fd_, TCSADRAIN, &before_);
}

}  // namespace anthropic::cli
