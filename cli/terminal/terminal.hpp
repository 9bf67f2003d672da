#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "terminal/styled_text.hpp"

namespace anthropic::internal::cli {

/// A file descriptor to print to. Nothing is buffered: what was written has left the process.
class Output {
 public:
  explicit Output(int fd);

  bool is_terminal() const { return is_terminal_; }
  /// A terminal that shows colours, and nobody asked for none (NO_COLOR, TERM=dumb).
  bool has_colour() const { return has_colour_; }
  /// How many characters fit on a line of the terminal now; 80 where it does not say.
  std::size_t columns() const;

  // Each writes all of it; false if the other side is gone or full, from then on always.

  /// Text, whoever wrote it: on a terminal nothing in it steers that or deceives who reads
  /// (without_control_characters()), elsewhere every byte is as it was.
  bool write(std::string_view text);
  /// The same for what Claude says, which may be in any language: its joiners stay.
  bool write_answer(std::string_view text);
  /// Text with this program's own colours in it.
  bool write(const StyledText& text);
  /// Ends the line unless the last thing written did.
  bool end_line();

  /// The errno of the write that failed; 0 if none has.
  int failure() const { return failure_; }

  /// An empty text that will have colours where this has.
  StyledText styled() const { return StyledText(has_colour_); }

 private:
  bool write_bytes(std::string_view bytes);

  int fd_;
  bool is_terminal_;
  bool has_colour_;
  bool at_line_start_ = true;
  int failure_ = 0;
};

/// Standard output and standard error.
struct Console {
  Output out = Output(1);
  Output err = Output(2);

  /// The exit code for a command that ended well otherwise: not 0 if standard output could not be written.
  /// Says why on standard error, unless its reader just went away.
  int finish(int exit_code);
};

}  // namespace anthropic::internal::cli
