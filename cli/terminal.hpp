#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace anthropic::cli {

/// A file descriptor to print to. Nothing is buffered: what was written has left the process.
class Output {
 public:
  explicit Output(int fd);

  bool is_terminal() const { return is_terminal_; }
  /// A terminal that shows colours, and nobody asked for none (NO_COLOR, TERM=dumb).
  bool has_colour() const { return has_colour_; }
  /// How many characters fit on a line of the terminal now; 80 where it does not say.
  std::size_t columns() const;

  /// Writes all of it; false if the other side is gone or full, from then on always.
  bool write(std::string_view text);
  /// The same for text that somebody else wrote: on a terminal its control characters are made harmless.
  bool write_foreign(std::string_view text);
  /// Ends the line unless the last thing written did.
  bool end_line();

  /// The errno of the write that failed; 0 if none has.
  int failure() const { return failure_; }

  /// The text in the colour where there are colours, else as it is.
  std::string red(std::string_view text) const { return styled("1;31", text); }
  std::string bold(std::string_view text) const { return styled("1", text); }
  std::string faint(std::string_view text) const { return styled("2", text); }

 private:
  std::string styled(std::string_view code, std::string_view text) const;

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

}  // namespace anthropic::cli
