#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "commands/tutorial/terminal/command.hpp"
#include "commands/tutorial/terminal/lesson_reader.hpp"
#include "commands/tutorial/terminal/offers.hpp"
#include "commands/tutorial/terminal/screen.hpp"
#include "commands/tutorial/terminal/search.hpp"
#include "commands/tutorial/terminal/workbench.hpp"

namespace anthropic::internal::cli {

/// The tutorial for who sits at a terminal: a menu, lessons step by step, and the workbench for their prompts. Line by
/// line, so that it can be read again by scrolling back, on a terminal that knows no more than lines, and aloud.
/// Before each prompt it says what can be done next; Enter does the first of that.
class TutorialTerminal {
 public:
  /// All of it outlives this.
  TutorialTerminal(tutorial::Session& session, LineSource& lines, const ExternalEditor& editor,
                   Console& console)
      : session_(session),
        lines_(lines),
        screen_(console, session),
        bench_(session, lines, editor, screen_) {}
  TutorialTerminal(const TutorialTerminal&) = delete;
  TutorialTerminal& operator=(const TutorialTerminal&) = delete;

  /// Until the learner quits. Opens the lesson at the cell; the menu if there is no lesson, and the beginning if there
  /// is no cell. Returns the exit code.
  int run(const std::string& lesson, const std::string& cell);

 private:
  using Kind = TerminalCommand::Kind;

  // Where the learner is. Steps point into the lessons, which another language replaces.
  const tutorial::Lesson* lesson() const;
  std::vector<LessonStep> steps() const;
  /// The code cell of the step; null if there is none.
  const tutorial::LessonCell* cell() const;
  const tutorial::Exercise* exercise() const;

  void greet();
  void show_menu();
  void show_step();
  void open(std::string lesson, const std::string& cell);
  void go_to(const std::string& name);
  void go_to_result(const std::string& number);
  void go_forward();
  void go_back();

  std::vector<Offer> offers() const;
  std::string prompt() const;
  TerminalCommand meant_by(const std::string& line) const;
  void handle(const TerminalCommand& command);
  void complain_of_unknown(const std::string& word);
  void handle_in_cell(const TerminalCommand& command);
  void handle_in_exercise(Kind kind);
  /// What is for the tutorial, not for Claude: %model, %lang.
  void run_directive(const std::string& source);
  void reset(const std::string& exercise);
  void search(const std::string& text);
  void choose_language(const std::string& name);

  tutorial::Session& session_;
  LineSource& lines_;
  Screen screen_;
  Workbench bench_;
  std::string lesson_;  // its id; empty in the menu
  std::size_t step_ = 0;
  std::vector<FoundCell> found_;
  bool is_ending_ = false;
};

}  // namespace anthropic::internal::cli
