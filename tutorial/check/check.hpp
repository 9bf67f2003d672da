#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include <anthropic/messages.hpp>

#include "tutorial/language/language.hpp"

namespace anthropic::internal::tutorial {

/// What was found in a notebook.
struct LessonReport {
  std::string file = {};  ///< "01_Basic_Prompt_Structure.ipynb", "zh/01_…"
  std::string title = {};
  int prompts = 0;
  int exercises = 0;
  std::vector<std::string> problems = {};  ///< Each begins with the place.
};

struct CheckOptions {
  std::string folder = {};
  std::string lesson = {};         ///< The id, or a part of the file's name; empty: all.
  const Messages* live = nullptr;  ///< Exercises are run once more on Claude; outlives the check.
  std::string model = {};
  std::string region = {};
  std::stop_token stop = {};
};

/// Proves the lessons of a folder: every cell runs on recorded answers, every exercise fails as it stands and passes
/// with its solution, every grader passes the good answers and refuses the bad ones. `on_report` is told of each
/// notebook as it is done.
std::vector<LessonReport> check_lessons(
    const CheckOptions& options, const std::function<void(const LessonReport& report)>& on_report = {});

}  // namespace anthropic::internal::tutorial
