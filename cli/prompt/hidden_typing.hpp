#pragma once

#include <termios.h>

namespace anthropic::internal::cli {

/// Whether the line's end that is typed is shown all the same.
enum class LineEnds { are_shown, are_hidden };

/// What is typed is not shown while this lives, if the descriptor is a terminal. It is not lost: who reads
/// next gets it.
class HiddenTyping {
 public:
  HiddenTyping(int fd, LineEnds line_ends);
  ~HiddenTyping();
  /// Once more, after somebody else has set the terminal meanwhile.
  void hide();
  HiddenTyping(const HiddenTyping&) = delete;
  HiddenTyping& operator=(const HiddenTyping&) = delete;

 private:
  int fd_;
  LineEnds line_ends_;
  termios before_ = {};
  bool is_terminal_;
};

}  // namespace anthropic::internal::cli
