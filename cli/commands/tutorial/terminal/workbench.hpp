#pragma once

#include <map>
#include <string>
#include <vector>

#include "commands/tutorial/output/compare_view.hpp"
#include "commands/tutorial/output/tally.hpp"
#include "commands/tutorial/terminal/screen.hpp"
#include "prompt/external_editor.hpp"
#include "prompt/line_editor.hpp"

namespace anthropic::internal::cli {

/// Where prompts are run, changed and compared. Cells are named by their ids: another language replaces the lessons.
class Workbench {
 public:
  /// All of it outlives this.
  Workbench(tutorial::Session& session, LineSource& lines, const ExternalEditor& editor, Screen& screen)
      : session_(session), lines_(lines), editor_(editor), screen_(screen) {}
  Workbench(const Workbench&) = delete;
  Workbench& operator=(const Workbench&) = delete;

  /// What stands in the cell: what the learner left there, now or, in an exercise, in an earlier session. Without the
  /// line that says which exercise it is.
  std::string prompt_of(const tutorial::LessonCell& cell) const;
  bool is_answered(const std::string& cell) const;
  bool can_compare(const std::string& cell) const;

  /// The cell was shown anew: nothing was answered since.
  void begin(const std::string& cell) { work_[cell].is_answered = false; }
  void forget(const std::string& cell) { work_.erase(cell); }
  void forget_all() { work_.clear(); }

  void run(const std::string& cell);
  /// With a prompt that was typed. A line such as "%system TEXT" is added to the prompt that stands there. What cannot
  /// be run changes nothing.
  void try_line(const std::string& cell, const std::string& line);
  /// Has the prompt changed at the terminal, line by line, and runs it.
  void edit(const std::string& cell);
  /// In the learner's own editor; runs each change that is saved.
  void edit_outside(const std::string& cell);
  /// The last two prompts that ran there, with their answers.
  void compare(const std::string& cell);

  const Tally& tally() const { return tally_; }
  /// The signal that stopped the last answer; 0 if none did.
  int last_signal() const { return last_signal_; }

 private:
  struct CellWork {
    std::string prompt = {};                ///< Empty: what the lesson says.
    std::vector<ComparedPrompt> runs = {};  ///< The last two.
    bool is_answered = false;
  };

  const tutorial::LessonCell& find(const std::string& cell) const {
    return *session_.course().find_cell(cell).cell;
  }
  /// With this text, which stays there, so that a mistake can be mended.
  void try_text(const std::string& cell, const std::string& text);
  /// Whether it could be run.
  bool run_prompt(const std::string& cell, const std::string& prompt);
  Result<tutorial::CellRun> call(const std::string& cell, const std::string& prompt);

  tutorial::Session& session_;
  LineSource& lines_;
  const ExternalEditor& editor_;
  Screen& screen_;
  std::map<std::string, CellWork> work_;  // by the cell's id
  Tally tally_;
  int last_signal_ = 0;
};

}  // namespace anthropic::internal::cli
