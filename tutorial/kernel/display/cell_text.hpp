#pragma once

#include <string>
#include <vector>

#include "tutorial/runner/session.hpp"

namespace anthropic::internal::kernel {

/// The same output for front ends that show Markdown, and for those that show text.
struct Shown {
  std::string markdown = {};
  std::string text = {};

  bool empty() const { return text.empty(); }
};

/// A piece of an answer.
struct AnswerPiece {
  enum class Kind { text, thinking, tool };
  Kind kind;
  std::string text;  ///< Of a tool, its name, input and result on one line.
};

/// What is sent: texts, settings, and notes of what the model does not take.
Shown request_shown(const tutorial::PartRun& part, tutorial::Language language);

/// The answer as far as it has come, below its heading, which says what is recorded and not Claude's.
Shown answer_shown(const tutorial::PartRun& part, const std::vector<AnswerPiece>& pieces,
                   tutorial::Language language);

/// What stands below an answer: quotes, how it ended, tokens and cost.
Shown end_shown(const tutorial::PartRun& part, tutorial::Language language);

/// Ticks and crosses, and what to do next.
Shown exercise_shown(const tutorial::ExerciseRun& exercise, tutorial::Language language);

/// What %hint, %solution, %set … say, and the program that %cpp shows.
Shown words_shown(const tutorial::CellRun& run);

}  // namespace anthropic::internal::kernel
