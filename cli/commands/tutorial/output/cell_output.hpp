#pragma once

#include <string>

#include "terminal/terminal.hpp"
#include "terminal/word_wrap.hpp"
#include "tutorial/runner/session.hpp"

namespace anthropic::internal::cli {

/// Prints a cell while it runs: what is sent, the notes, thinking and answer as they come, tokens and cost. On a
/// terminal lines break between words, and Markdown is rendered.
class CellOutput {
 public:
  CellOutput(Console& console, tutorial::Language language);
  CellOutput(const CellOutput&) = delete;
  CellOutput& operator=(const CellOutput&) = delete;

  /// Valid as long as this is.
  tutorial::RunEvents events();
  /// What came of it: ticks and crosses, what %hint and the like say.
  void print_result(const tutorial::CellRun& run);

 private:
  void begin(const tutorial::PartRun& part);
  void print_turns(const tutorial::PartRun& part);
  void print_turn(const std::string& name, const Json& content);
  void print_settings(const Json& request);
  void print_tool(const tutorial::ToolRun& tool);
  /// The heading of what comes now, unless it stands there.
  void go_to(const std::string& section);
  void end(const tutorial::PartRun& part);
  void print_exercise(const tutorial::ExerciseRun& exercise);
  void print_check(const tutorial::Check& check);
  void heading(const std::string& text);
  /// Shows what is kept back of what streams.
  void finish_stream();
  /// What others wrote, whole.
  void print_text(const std::string& text);
  void print_markdown(const std::string& text);
  std::string say(std::string_view en, std::string_view zh,
                  std::initializer_list<std::string_view> values = {}) const {
    return tutorial::phrase(language_, en, zh, values);
  }

  Console& console_;
  const tutorial::Language language_;
  std::string answer_;   // the heading of answers
  std::string section_;  // the heading that stands last
  WordWrap wrap_;        // of what streams
};

}  // namespace anthropic::internal::cli
