#include "commands/tutorial/terminal/screen.hpp"

#include "markdown/markdown.hpp"
#include "terminal/word_wrap.hpp"

namespace anthropic::internal::cli {

void Screen::show_markdown(std::string_view text) {
  show(markdown_text(text, style()));
}

void Screen::show_line(std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  for (const std::string& line : wrapped_lines(text, style().width)) console_.out.write(line + "\n");
}

void Screen::show_blank_line() {
  console_.out.end_line();
  console_.out.write("\n");
}

void Screen::complain(const std::string& message, const std::string& hint) {
  StyledText text = console_.err.styled();
  for (const std::string& line : wrapped_lines(message, style().width)) text.red(line).plain("\n");
  if (!hint.empty()) {
    for (const std::string& line : wrapped_lines(hint, style().width)) text.plain(line).plain("\n");
  }
  console_.out.end_line();
  console_.err.write(text);
}

void Screen::warn(const std::string& problem) {
  if (problem.empty() || problem == warning_) return;
  warning_ = problem;
  complain(phrase("warning: %1", "警告：%1", {problem}),
           phrase("The tutorial goes on, and forgets this when it ends.", "教程继续，但结束后不会记住。"));
}

}  // namespace anthropic::internal::cli
