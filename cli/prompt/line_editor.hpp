#pragma once

#include <memory>
#include <optional>
#include <string>

namespace anthropic::internal::cli {

/// Where `chat` and `tutorial` get their lines from.
class LineSource {
 public:
  enum class Outcome {
    line,
    interrupted,  ///< Ctrl-C at the prompt: what was typed is thrown away.
    too_long,     ///< The line has more than kLargestRequest bytes; the rest of the input is not read.
    end,          ///< Ctrl-D, or the input has ended.
  };
  struct Line {
    Outcome outcome = Outcome::end;
    std::string text = {};  ///< without the line feed
  };

  virtual ~LineSource() = default;
  virtual Line read(const std::string& prompt) = 0;
  /// The same with a text that stands in the line already, to be changed. In a pipe it is read().
  virtual Line edit(const std::string& prompt, const std::string& text) = 0;
  /// Keeps the text for the arrow-up key, in later sessions too.
  virtual void remember(const std::string& text) = 0;
};

/// Lines with editing, on a terminal (libedit). The history is kept in `history_file`, mode 0600; none if it
/// is empty.
std::unique_ptr<LineSource> make_line_editor(const std::string& history_file);

/// Lines of a pipe or a file, as they are. No prompt, no history.
std::unique_ptr<LineSource> make_line_reader();

/// $XDG_STATE_HOME/claude-bedrock/history, else ~/.local/state/…; empty if neither is known.
std::string default_history_file();

}  // namespace anthropic::internal::cli
