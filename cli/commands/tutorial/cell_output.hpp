#pragma once

#include <string>

#include "terminal/terminal.hpp"
#include "tutorial/runner/session.hpp"

namespace anthropic::internal::cli {

/// Prints a cell while it runs: what is sent, the notes, thinking and answer as they come, tokens and cost.
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
  void print_turns(const tutorial::PartRun& part);
  void print_turn(const std::string& name, const Json& content);
  void print_settings(const Json& request);
  void print_tool(const tutorial::ToolRun& tool);
  void print_citations(const Message& message);
  /// The heading of what comes now, unless it stands there.
  void go_to(const std::string& section);
  void end(const tutorial::PartRun& part);
  void print_exercise(const tutorial::ExerciseRun& exercise);
  void heading(const std::string& text);
  std::string say(std::string_view en, std::string_view zh,
                  std::initializer_list<std::string_view> values = {}) const {
    return tutorial::phrase(language_, en, zh, values);
  }

  Console& console_;
  const tutorial::Language language_;
  std::string answer_;   // the heading of answers
  std::string section_;  // the heading that stands last
};

}  // namespace anthropic::internal::cli
