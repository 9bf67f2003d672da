#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "charts/text_style.hpp"
#include "terminal/styled_text.hpp"
#include "tutorial/notebook/lesson.hpp"
#include "tutorial/progress/progress.hpp"

namespace anthropic::internal::cli {

/// What is read at once: texts, and the code cell below them. Valid as long as the lesson.
struct LessonStep {
  std::vector<const tutorial::LessonCell*> texts = {};
  const tutorial::LessonCell* code = nullptr;  ///< Null at the end of a lesson that ends with text.

  /// The cell that stands for the step in the progress.
  const std::string& id() const { return code ? code->id : texts.back()->id; }
};

/// An exercise that stands below another code cell, such as its data, has the text above that, too: its task.
std::vector<LessonStep> steps_of(const tutorial::Lesson& lesson);
/// The step in which the cell is; the first if it is in none.
std::size_t find_step(const std::vector<LessonStep>& steps, std::string_view cell);

/// What a step is shown with.
struct StepView {
  const tutorial::Lesson& lesson;
  const std::vector<LessonStep>& steps;
  std::size_t number = 0;   ///< From 0 on.
  std::string prompt = {};  ///< What stands in the cell now.
  const tutorial::ProgressState& state;
};

StyledText step_text(const StepView& view, const TextStyle& style);
/// A prompt, set off, with its directives in colour.
StyledText prompt_text(const std::string& prompt, const TextStyle& style);

}  // namespace anthropic::internal::cli
