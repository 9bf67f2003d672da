#pragma once

#include <string>

#include "terminal/terminal.hpp"
#include "tutorial/runner/session.hpp"

namespace anthropic::internal::cli {

/// Prints a cell while it runs: the prompt, the notes, the answer as it comes, tokens and cost.
class CellOutput {
 public:
  CellOutput(Console& console, tutorial::Language language) : console_(console), language_(language) {}
  CellOutput(const CellOutput&) = delete;
  CellOutput& operator=(const CellOutput&) = delete;

  /// Valid as long as this is.
  tutorial::RunEvents events();
  /// What came of it: ticks and crosses, what %hint and the like say, the next command.
  void print_end(const tutorial::CellRun& run, const std::string& next);

 private:
  void begin(const tutorial::PartRun& part);
  void end(const tutorial::PartRun& part);
  void print_exercise(const tutorial::ExerciseRun& exercise);
  void heading(const std::string& text);
  std::string say(std::string_view en, std::string_view zh,
                  std::initializer_list<std::string_view> values = {}) const {
    return tutorial::phrase(language_, en, zh, values);
  }

  Console& console_;
  const tutorial::Language language_;
};

}  // namespace anthropic::internal::cli
