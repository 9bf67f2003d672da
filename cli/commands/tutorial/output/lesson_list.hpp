#pragma once

#include <string>

#include "charts/text_style.hpp"
#include "terminal/styled_text.hpp"
#include "tutorial/notebook/course.hpp"
#include "tutorial/progress/progress.hpp"

namespace anthropic::internal::cli {

struct ExerciseCount {
  int exercises = 0;
  int solved = 0;
};

ExerciseCount count_exercises(const tutorial::Lesson& lesson, const tutorial::ProgressState& state);

/// A line for each lesson, with how many of its exercises are solved.
std::string lesson_list(const tutorial::Course& course, const tutorial::ProgressState& state);

/// The same for a terminal, with where the learner is and, where there is room, what the lessons are about.
StyledText menu_text(const tutorial::Course& course, const tutorial::ProgressState& state,
                     const TextStyle& style);

/// Lessons, their cells and exercises, and the progress, on one line.
std::string lesson_list_json(const tutorial::Course& course, const tutorial::ProgressState& state);

/// The whole lesson as text, each code cell with what runs it: the command is "claude-bedrock tutorial".
std::string lesson_text(const tutorial::Lesson& lesson, const tutorial::ProgressState& state,
                        const std::string& command);

/// The first exercise that is not solved, from the lesson on; empty if all are.
std::string next_exercise(const tutorial::Course& course, const tutorial::ProgressState& state,
                          const tutorial::Lesson* from = nullptr);

}  // namespace anthropic::internal::cli
