#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "commands/tutorial/tally.hpp"
#include "commands/tutorial/terminal/command.hpp"
#include "commands/tutorial/terminal/compare_view.hpp"
#include "commands/tutorial/terminal/lesson_reader.hpp"
#include "commands/tutorial/terminal/offers.hpp"
#include "commands/tutorial/terminal/search.hpp"
#include "prompt/external_editor.hpp"
#include "prompt/line_editor.hpp"
#include "terminal/terminal.hpp"
#include "tutorial/runner/session.hpp"

namespace anthropic::internal::cli {

/// The tutorial for who sits at a terminal: a menu, lessons step by step, prompts that are run, changed and compared.
/// Line by line, so that it can be read again by scrolling back, on a terminal that knows no more than lines, and
/// aloud. Before each prompt it says what can be done next; Enter does the first of that.
class TutorialTerminal {
 public:
  /// All of it outlives this.
  TutorialTerminal(tutorial::Session& session, LineSource& lines, const ExternalEditor& editor,
                   Console& console)
      : session_(session), lines_(lines), editor_(editor), console_(console) {}
  TutorialTerminal(const TutorialTerminal&) = delete;
  TutorialTerminal& operator=(const TutorialTerminal&) = delete;

  /// Until the learner quits. Opens the lesson at the cell; the menu if there is no lesson, and the beginning if there is
  /// no cell. Returns the exit code.
  int run(const std::string& lesson, const std::string& cell);

 private:
  using Kind = TerminalCommand::Kind;

  /// What the learner did in a cell.
  struct CellWork {
    std::string source = {};                ///< What stands in it now; empty: what the lesson says.
    std::vector<ComparedPrompt> runs = {};  ///< The last two.
    bool is_answered = false;               ///< It ran since it was shown.
  };

  // Where the learner is. Steps point into the course, which another language replaces.
  const tutorial::Lesson* lesson() const;
  std::vector<LessonStep> steps() const;
  tutorial::CellPlace place() const;
  const tutorial::Exercise* exercise() const;
  CellWork& work() { return work_[place().cell->id]; }
  std::string source_of(const tutorial::LessonCell& cell) const;

  void greet();
  void show_menu();
  void open(const std::string& lesson, const std::string& cell);
  void show_step();
  void go_to(const std::string& name);
  void go_to_result(const std::string& number);
  void go_forward();
  void go_back();

  std::vector<Offer> offers() const;
  void show_offers();
  std::string prompt() const;

  void handle(const TerminalCommand& command);
  void run_cell();
  void run_source(const std::string& prompt);
  void run_changed(const std::string& text);
  void run_other(const std::string& source);
  void try_text(const std::string& text);
  void edit();
  void edit_outside();
  void show_hint();
  void show_solution();
  void compare(const std::string& text);
  void reset();
  void search(const std::string& text);
  void choose_language(const std::string& name);

  bool has_exercise();
  bool has_cell();
  void print(const StyledText& text);
  void print_line(const std::string& text);
  void complain(const std::string& message, const std::string& hint = "");
  /// Says once why progress was not saved.
  void warn(const std::string& problem);
  TextStyle style() const;
  std::string say(std::string_view en, std::string_view zh,
                  std::initializer_list<std::string_view> values = {}) const {
    return tutorial::phrase(session_.language(), en, zh, values);
  }

  tutorial::Session& session_;
  LineSource& lines_;
  const ExternalEditor& editor_;
  Console& console_;
  std::string lesson_;  // its id; empty in the menu
  std::size_t step_ = 0;
  std::map<std::string, CellWork> work_;  // by the cell's id
  std::vector<FoundCell> found_;
  Tally tally_;
  std::string warning_;  // that was said last
  bool is_ending_ = false;
  int signal_ = 0;
};

}  // namespace anthropic::internal::cli
